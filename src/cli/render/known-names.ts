/** Names that people know keys and groups by, beside the ids that AWS knows them by. */

import type { AccountFacts } from "../../model/account-facts.ts";

/** By ARN of a key or group: `alias/claims (key/98ba7c21…)`, `group/analysts (9067a1b2…)`. */
export type KnownNames = ReadonlyMap<string, string>;

const ids = /arn:[\w-]+:(?:kms:[\w-]+:\d{12}:key|identitystore:::group)\/[\w-]+/g;
/** Characters of an id that tell it from others: names alone may be given anew. */
const shown = 8;

/** Of keys with an alias and groups that were found; others go by their ARNs. `partition`: as in the ARNs of the account. */
export function knownNames({ keys, identityCenter }: Pick<AccountFacts, "keys" | "identityCenter">, partition: string): KnownNames {
  const aliased = keys.flatMap(({ arn, aliases: [alias] }) => {
    const id = arn.split("/").at(-1);
    return alias === undefined || id === undefined ? [] : [[arn, `${alias} (key/${id.slice(0, shown)}…)`] as const];
  });
  const groups = (identityCenter?.groups ?? []).map(
    ({ id, name }) => [`arn:${partition}:identitystore:::group/${id}`, `group/${name} (${id.slice(0, shown)}…)`] as const,
  );
  return new Map([...aliased, ...groups]);
}

/** The text with these names instead of the ARNs in it. */
export function withNames(text: string, names: KnownNames = new Map()): string {
  return names.size === 0 ? text : text.replace(ids, (arn) => names.get(arn) ?? arn);
}
