/** Is an S3 path under a location that is registered with Lake Formation? */

import type { Account } from "../account.ts";

/** True for a location equal to a registered path or below one. Source: Lake Formation Developer Guide, register-location. */
export function isRegistered(account: Account, location: string | undefined): boolean {
  const path = location === undefined ? undefined : /^s3[an]?:\/\/(.+)$/.exec(location)?.[1];
  if (path === undefined) return false;
  const below = withSlash(path);
  return [...account.lakeFormation.data.locations.keys()].some((arn) => below.startsWith(withSlash(arn.split(":::")[1] ?? "")));
}

function withSlash(path: string): string {
  return `${path.replace(/\/+$/, "")}/`;
}
