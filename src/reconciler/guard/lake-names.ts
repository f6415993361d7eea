/** A guard: statements under this lake's name that a lake of another account or Region wrote are neither overwritten nor taken away. */

import { kindNamed } from "../../kinds/registry.ts";
import { specsOf } from "../../kinds/specs.ts";
import type { Address } from "../../model/address.ts";
import { groupBy } from "../../model/batches.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { sortedOnce } from "../../model/source.ts";
import type { DesiredState, LakeIdentity, LiveState } from "../../model/state.ts";

interface Stray {
  readonly address: Address;
  /** Where the lake is that the statements speak of. */
  readonly place: string;
}

/** Kinds whose resources hold statements, and are ours by the lake's name. */
const policyKinds = ["iam-role-policy", "permission-set-policy", "s3-bucket-policy"] as const;

/** Addresses that a message shows. */
const addressesShown = 3;

/**
 * What is ours is known by the lake's name alone, and a permission set is shared by accounts, a role by Regions: there a lake of the same name
 * would be taken for this one.
 */
export function guardLakeNames({ resources }: LiveState, { lake, scope }: DesiredState): readonly Diagnostic[] {
  const strays = policyKinds.flatMap((kind) =>
    specsOf(resources, kind).flatMap(([address, spec]): readonly Stray[] => {
      const place = kindNamed(kind).owns(spec, scope) ? otherPlace(spec.statements, lake) : undefined;
      return place === undefined ? [] : [{ address, place }];
    }),
  );
  return [...groupBy(strays, ({ place }) => place)].map(([place, found]) => {
    const shown = found.slice(0, addressesShown).map(({ address }) => `\`${address}\``);
    const addresses = `${shown.join(", ")}${found.length > shown.length ? ", …" : ""}`;
    return report("LG5035", {
      message: `another lake of the name \`${lake.name}\`, in ${place}, holds what this one, in account ${lake.account} and Region ${lake.region}, would change: ${addresses}`,
      help: "lakes that share a permission set, a role or a bucket need different names: rename one of them in `Lake.name`; where it is this lake that moved, take its old statements away first",
    });
  });
}

/** The account and Region that statements name beside those of the lake; undefined where they name no others. */
function otherPlace(statements: readonly PolicyStatement[], { account, region }: LakeIdentity): string | undefined {
  const accounts = sortedOnce(statements.flatMap(accountsIn)).filter((name) => name !== account);
  const regions = sortedOnce(statements.flatMap(regionsIn)).filter((name) => name !== region);
  if (accounts.length + regions.length === 0) return undefined;
  return `account ${accounts.join(", ") || account} and Region ${regions.join(", ") || region}`;
}

/** The lake's account: of its catalog, and of the principals that a statement is limited to. A key or a role may be of any account. */
function accountsIn(statement: PolicyStatement): readonly string[] {
  const ofCatalog = arnsIn(statement).flatMap((arn) => /^arn:[^:]+:glue:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? []);
  return [...ofCatalog, ...valuesOf(statement, "aws:principalaccount")];
}

/** The lake's Region: of its catalog, of its buckets' keys (S3 takes no key of another Region), and of the requests that are spoken of. */
function regionsIn(statement: PolicyStatement): readonly string[] {
  const ofArns = arnsIn(statement).flatMap((arn) => /^arn:[^:]+:(?:glue|kms):([a-z\d-]+):\d{12}:/.exec(arn)?.[1] ?? []);
  return [...ofArns, ...valuesOf(statement, "aws:requestedregion")];
}

function arnsIn({ resource, conditions }: PolicyStatement): readonly string[] {
  return [...(resource?.names ?? []), ...conditions.flatMap(({ values }) => values)];
}

/** `key`: in lower case; keys of conditions are the same in any case (IAM User Guide, reference_policies_elements_condition). */
function valuesOf({ conditions }: PolicyStatement, key: string): readonly string[] {
  return conditions.flatMap((clause) => (clause.key.toLowerCase() === key ? clause.values : []));
}
