/** Pages of sorted listings: a token is the place of the next row, so that a page costs only its own rows. */

import { compareText } from "../../model/source.ts";
import { invalidInput } from "./authority.ts";

/** The token for a place; opaque to callers. */
export function encodeToken(place: readonly (number | string)[]): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** The place of a token; throws InvalidInputException for text that no listing of this shape gave out. */
export function decodeToken(token: string, shape: readonly ("number" | "string")[]): readonly (number | string)[] {
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    throw invalidInput("Invalid pagination token");
  }
  if (!Array.isArray(place) || place.length !== shape.length || place.some((part, index) => typeof part !== shape[index])) {
    throw invalidInput("Invalid pagination token");
  }
  return place;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: { readonly NextToken?: string };
}

/** One page of a small map, in order of its keys. */
export function pageOf<Value>(map: ReadonlyMap<string, Value>, size: number, token: string | undefined): Page<Value> {
  const from = token === undefined ? undefined : String(decodeToken(token, ["string"])[0]);
  const keys = [...map.keys()].filter((key) => from === undefined || key >= from).toSorted(compareText);
  const rows = keys.slice(0, size).flatMap((key) => {
    const value = map.get(key);
    return value === undefined ? [] : [value];
  });
  const next = keys[size];
  return { rows, next: next === undefined ? {} : { NextToken: encodeToken([next]) } };
}

/** The first index of a list in ascending order whose element is not below the wanted one. */
export function lowerBound<Element>(list: readonly Element[], isBelow: (element: Element) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = list[middle];
    if (element !== undefined && isBelow(element)) low = middle + 1;
    else high = middle;
  }
  return low;
}
