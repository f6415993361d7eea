/** Unions of shapes: of all branches that failed, only the one that was meant is worth a message. */

import { nearest } from "../model/suggestion.ts";
import type { Path } from "./policy.ts";
import type { ShapeError } from "./validate-shape.ts";

/** The errors without those of union branches that were not meant; a union without a meant branch stays as one error. */
export function withoutOtherBranches(errors: readonly ShapeError[]): readonly ShapeError[] {
  const dropped = new Set<ShapeError>();
  const below = errorsBelow(errors);
  for (const union of errors.filter(isUnion)) {
    const inside = (below.get(placeOf(union.path)) ?? []).filter((error) => error.schemaPath.startsWith(`${union.schemaPath}/`));
    const branch = meantBranch(union);
    const meant = inside.filter((error) => branch !== undefined && error.schemaPath.startsWith(`${union.schemaPath}/${branch}/`));
    for (const error of inside) if (!meant.includes(error) || excludedByOther(union, error)) dropped.add(error);
    if (meant.length > 0 && !meant.some((error) => excludedByOther(union, error))) dropped.add(union);
  }
  return errors.filter((error) => !dropped.has(error));
}

function isUnion({ keyword }: ShapeError): boolean {
  return keyword === "oneOf";
}

/** For the place of each union, the errors there and below: looked up, since a list may hold very many unions. */
function errorsBelow(errors: readonly ShapeError[]): ReadonlyMap<string, readonly ShapeError[]> {
  const below = new Map<string, ShapeError[]>(errors.filter(isUnion).map(({ path }) => [placeOf(path), []]));
  if (below.size === 0) return below;
  for (const error of errors) {
    for (let length = 1; length <= error.path.length; length += 1) below.get(placeOf(error.path.slice(0, length)))?.push(error);
  }
  return below;
}

function placeOf(path: Path): string {
  return JSON.stringify(path);
}

/**
 * A mapping means the branch it shares a field with, else the one it misspells a field of; a text, or a number for want of
 * quotes, means the branch of texts.
 */
function meantBranch(union: ShapeError): number | undefined {
  const { value } = union;
  const branches = branchesOf(union);
  if (value === null || Array.isArray(value)) return undefined;
  if (typeof value !== "object") return indexOf(branches, (branch) => branch["type"] === "string");
  const given = Object.keys(value);
  return (
    indexOf(branches, (branch) => fieldsOf(branch).some((field) => given.includes(field))) ??
    indexOf(branches, (branch) => given.some((field) => nearest(field, fieldsOf(branch)) !== undefined))
  );
}

function indexOf<Item>(items: readonly Item[], test: (item: Item) => boolean): number | undefined {
  const index = items.findIndex(test);
  return index === -1 ? undefined : index;
}

/** A field that another branch knows is not unknown: it is one of two that exclude each other. */
function excludedByOther(union: ShapeError, error: ShapeError): boolean {
  const field = error.params["additionalProperty"];
  return typeof field === "string" && branchesOf(union).some((branch) => fieldsOf(branch).includes(field));
}

/** The schemas of a union's branches. */
export function branchesOf(union: ShapeError): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(union.expected) ? union.expected : [];
}

/** The fields a branch knows. */
export function fieldsOf(branch: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(branch["properties"] ?? {});
}
