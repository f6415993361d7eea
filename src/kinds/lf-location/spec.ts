/** An S3 path registered with Lake Formation, so that it vends credentials for what lies below. */

import { addressOf } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import type { Scope } from "../../model/state.ts";

export interface LfLocation {
  /** `arn:aws:s3:::bucket/prefix`, without a trailing slash. */
  readonly arn: string;
  /** The role that reads and writes the data on behalf of everybody. */
  readonly role: string;
  /** True: principals that are not opted in keep their IAM access, whatever the grants say. */
  readonly hybrid: boolean;
  readonly federation: boolean;
  readonly privileged: boolean;
}

export function address(spec: LfLocation): Address {
  return addressOf("lf-location", normalize(spec).arn);
}

export function normalize(spec: LfLocation): LfLocation {
  return { ...spec, arn: spec.arn.replace(/\/+$/, "") };
}

/** Never deleted: a location beyond the policies may serve data that is not managed. */
export function owns(_spec: LfLocation, _scope: Scope): boolean {
  return false;
}

/** `s3://bucket/prefix` as the ARN Lake Formation registers; undefined when it is no S3 path. */
export function locationArn(path: string, partition: string): string | undefined {
  const match = /^s3[an]?:\/\/([^/]+)(\/.*)?$/.exec(path);
  return match === null ? undefined : `arn:${partition}:s3:::${match[1]}${match[2] ?? ""}`.replace(/\/+$/, "");
}

/** The bucket that a path is in; undefined for what is no ARN of S3. */
export function bucketOf(arn: string): string | undefined {
  return /^arn:[^:]+:s3:::([^/]+)/.exec(arn)?.[1];
}

/** A path and what it lies below, at whole path segments, up to its bucket: the locations that cover it are among them. The nearest first. */
export function pathsAbove(arn: string): readonly string[] {
  const places = [arn];
  for (let end = arn.lastIndexOf("/"); end !== -1; end = arn.lastIndexOf("/", end - 1)) places.push(arn.slice(0, end));
  return places;
}

/** Does a registered location cover this path? A registered prefix covers what is below it, at whole path segments. */
export function covers(location: string, arn: string): boolean {
  return arn === location || arn.startsWith(`${location}/`);
}
