/** Pages of sorted listings: a token is the place of the next row, so that a page costs only its own rows. */

import { pageOf as pageOfKeys, sortedKeys } from "../page.ts";
import type { ServiceError } from "../service-error.ts";
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
    throw invalidToken();
  }
  if (!Array.isArray(place) || place.length !== shape.length || place.some((part, index) => typeof part !== shape[index])) {
    throw invalidToken();
  }
  return place;
}

/** The rows of a page, and the member of the answer that leads to the next one. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: { readonly NextToken?: string };
}

/** One page of a small map, in order of its keys. */
export function pageOf<Value>(map: ReadonlyMap<string, Value>, size: number, token: string | undefined): Page<Value> {
  const page = pageOfKeys(sortedKeys(map), { size, token, badToken: invalidToken }, (key) => map.get(key));
  return { rows: page.rows, next: page.token === undefined ? {} : { NextToken: page.token } };
}

function invalidToken(): ServiceError {
  return invalidInput("Invalid pagination token");
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
