/** A guard: statements with policy variables are not put into a document whose version reads variables to the letter. */

import { resourcesOf } from "../../kinds/specs.ts";
import type { Specs } from "../../kinds/specs.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { needsVariables, parseShared, takesVariables } from "../../model/iam/shared-document.ts";
import type { DesiredState, LiveState, Resource } from "../../model/state.ts";

/** What is to be in a shared document. */
interface Share {
  readonly what: string;
  readonly text: string;
  readonly statements: readonly PolicyStatement[];
}

/** The version is left as it is: another one may change what the statements of others mean. */
export function guardPolicyVersions(live: LiveState, { resources }: DesiredState): readonly Diagnostic[] {
  const shared = [...resourcesOf(resources, "permission-set-policy"), ...resourcesOf(resources, "s3-bucket-policy")];
  return shared.flatMap(([, resource]) => {
    const share = shareOf(resource, live);
    if (!share.statements.some(needsVariables)) return [];
    const document = parseShared(share.text);
    if ("problems" in document || takesVariables(document)) return [];
    const [range] = resource.origins ?? [];
    return [
      report("LG5036", {
        message: `${share.what} is not of version 2012-10-17, so \`\${*}\` and the like in the statements of this lake would be read to the letter`,
        help: 'have its owner set `"Version": "2012-10-17"` after looking what that changes in their statements, or name no role with `*`, `?` or `$` in its path',
        range,
      }),
    ];
  });
}

type Shared = Resource<"permission-set-policy", Specs["permission-set-policy"]> | Resource<"s3-bucket-policy", Specs["s3-bucket-policy"]>;

/** What is not there has no text yet. */
function shareOf(resource: Shared, { facts }: LiveState): Share {
  if (resource.kind === "s3-bucket-policy") {
    const { bucket, statements } = resource.spec;
    const text = facts?.buckets.find(({ name }) => name === bucket)?.policy ?? "";
    return { what: `the policy of bucket \`${bucket}\``, text, statements };
  }
  const { permissionSet, statements } = resource.spec;
  const text = facts?.identityCenter?.permissionSets.find(({ name }) => name === permissionSet)?.inlinePolicy ?? "";
  return { what: `the inline policy of permission set \`${permissionSet}\``, text, statements };
}
