/** Pages of sorted listings; a token names the next row, so that pages stay right while rows come and go. */

import { compareText } from "../model/source.ts";
import type { ServiceError } from "./service-error.ts";

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Absent on the last page. */
  readonly token?: string;
}

export interface PageRequest {
  readonly size: number;
  /** As the last page gave it. */
  readonly token: string | undefined;
  /** The service's error for a token that no page gave out. */
  readonly badToken: () => ServiceError;
}

/** One page. `keys` are sorted; `row` gives a key's row, `undefined` where the caller may not see one. */
export function pageOf<Row>(keys: readonly string[], request: PageRequest, row: (key: string) => Row | undefined): Page<Row> {
  const from = request.token === undefined ? undefined : decode(request.token, request.badToken);
  const rows: Row[] = [];
  for (let index = from === undefined ? 0 : firstFrom(keys, from); index < keys.length; index += 1) {
    const key = keys[index] ?? "";
    const value = row(key);
    if (value === undefined) continue;
    if (rows.length === request.size) return { rows, token: encode(key) };
    rows.push(value);
  }
  return { rows };
}

/** A map's keys in the order pages have. */
export function sortedKeys(map: ReadonlyMap<string, unknown>): readonly string[] {
  return [...map.keys()].toSorted(compareText);
}

const mark = "lg1:";

function encode(key: string): string {
  return Buffer.from(mark + key).toString("base64url");
}

function decode(token: string, badToken: () => ServiceError): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith(mark) || encode(text.slice(mark.length)) !== token) throw badToken();
  return text.slice(mark.length);
}

function firstFrom(keys: readonly string[], from: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText(keys[middle] ?? "", from) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
