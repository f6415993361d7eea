/** Definitions of permission sets, changed and provisioned as their owners do it beside this tool. */

import { isRecord } from "../src/model/iam/parse-statement.ts";
import { provision } from "../src/kinds/permission-set-policy/provision.ts";
import type { PermissionSetId } from "../src/kinds/permission-set-policy/provision.ts";
import { account, noPause } from "./governed-lake.ts";
import type { GovernedLake } from "./governed-lake.ts";

/** What `aws sso-admin provision-permission-set` does. */
export async function provisionSet({ sandbox, ports }: GovernedLake, name: string): Promise<void> {
  await provision(
    { ports, account, pause: noPause, isInterrupted: () => false, onOutcome: () => undefined },
    idOf({ sandbox }, name),
    name,
  );
}

/** Takes the statements of lakes out of the definition, and provisions nothing. */
export async function dropOurs({ sandbox, ports }: GovernedLake, name: string): Promise<void> {
  const { ssoAdmin } = ports.identityCenter;
  const id = idOf({ sandbox }, name);
  const { InlinePolicy: text = "" } = await ssoAdmin.getInlinePolicyForPermissionSet(id);
  const document: unknown = JSON.parse(text);
  const statements: readonly unknown[] = isRecord(document) && Array.isArray(document["Statement"]) ? document["Statement"] : [];
  const left = statements.filter((statement) => isRecord(statement) && !String(statement["Sid"]).startsWith("Lakegrade"));
  if (left.length === 0) await ssoAdmin.deleteInlinePolicyFromPermissionSet(id);
  else await ssoAdmin.putInlinePolicyToPermissionSet({ ...id, InlinePolicy: JSON.stringify({ Version: "2012-10-17", Statement: left }) });
}

/** Attaches a managed policy of AWS, and provisions nothing: what waits is not read. */
export function attachManaged({ sandbox }: Pick<GovernedLake, "sandbox">, name: string): void {
  const { instance, set } = setNamed(sandbox, name);
  const definition = { ...set.definition, managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] };
  instance.permissionSets.set(set.arn, { ...set, definition });
}

function idOf({ sandbox }: Pick<GovernedLake, "sandbox">, name: string): PermissionSetId {
  const { instance, set } = setNamed(sandbox, name);
  return { InstanceArn: instance.arn, PermissionSetArn: set.arn };
}

function setNamed({ account: { organization } }: GovernedLake["sandbox"], name: string) {
  const [instance] = organization.identityCenter.instances.values();
  const set = [...(instance?.permissionSets.values() ?? [])].find((one) => one.name === name);
  if (instance === undefined || set === undefined) throw new Error(`no permission set ${name}`);
  return { instance, set };
}
