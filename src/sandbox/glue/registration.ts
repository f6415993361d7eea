/** Is an S3 path under a location that is registered with Lake Formation? */

import type { Account } from "../account.ts";

/** True for a location equal to a registered path or below one. Source: Lake Formation Developer Guide, register-location. */
export function isRegistered(account: Account, location: string | undefined): boolean {
  if (location === undefined) return false;
  return [...account.lakeFormation.data.locations.keys()].some((arn) => isUnder(location, arn));
}

/** Is the location (`s3://…`) the path of the ARN (`arn:aws:s3:::…`) or below it? */
export function isUnder(location: string, arn: string): boolean {
  const path = /^s3[an]?:\/\/(.+)$/.exec(location)?.[1];
  const registered = arn.split(":::")[1] ?? "";
  return path !== undefined && registered !== "" && withSlash(path).startsWith(withSlash(registered));
}

function withSlash(path: string): string {
  return `${path.replace(/\/+$/, "")}/`;
}
