/** A guard on guardrails that a plan needs before it opens buckets or touches locations, but cannot write then without opening what it does not know of. */

import { subjectOf } from "../../kinds/specs.ts";
import type { Specs } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { parseShared, statementsOf } from "../../model/iam/shared-document.ts";
import { statementsEffects } from "../../model/iam/statements-impact.ts";
import { permissionSetOf } from "../../model/principal.ts";
import type { LiveState, Role } from "../../model/state.ts";
import { rolesOfLocations } from "../bucket-policy-parts.ts";
import { besideGuardrails, earlyStatements, opensBlindly } from "../order/guardrail-parts.ts";
import { isGuardrail } from "./guardrail-changes.ts";
import type { GuardrailChange } from "./guardrail-changes.ts";

type PermissionSetPolicy = Specs["permission-set-policy"];

type Guardrail = Specs["iam-role-policy"] | PermissionSetPolicy;

/**
 * Refusals of a plan, as errors. Such a guardrail is written once, at the end: until then members of its group could become a registration role that
 * the bucket's policy spares already, or read what a bucket's policy no longer denies, or would not be let through to a location that is registered.
 * A deny that the roles hold already is not needed earlier.
 */
export function guardBlindGuardrails(live: LiveState, changes: readonly Change[]): readonly Diagnostic[] {
  const blind = changes.filter(isGuardrail).filter(opensBlindly);
  if (blind.length === 0) return [];
  const beside = besideGuardrails(changes, rolesOfLocations(changes));
  return blind.flatMap((change) => {
    const early = earlyStatements(change, beside);
    // Where no bucket closes it is written before the policies of buckets, and waits for none.
    const beforeBuckets = beside.bucketsClose && beside.bucketsOpen ? (change.after?.statements ?? []).filter(isDeny) : [];
    const needed = [...early, ...beforeBuckets];
    const held = heldStatements(change, live);
    if (needed.length === 0 || (held.length > 0 && held.every((statements) => denies(statements, needed)))) return [];
    const what =
      early.length === 0
        ? "the policy of a bucket opens"
        : early.some(isDeny)
          ? "the policy of a bucket spares a new registration role"
          : "a location is registered";
    const guardrail = subjectOf<Guardrail>(change);
    const whose = "role" in guardrail ? `role \`${guardrail.role}\`` : `permission set \`${guardrail.permissionSet}\``;
    const [range] = change.origins;
    return [
      report("LG5047", {
        message: `the guardrail of ${whose} is needed before ${what}, and ${whyBlind(change)}`,
        help: wayOut(
          change,
          held,
          early.length === 0 ? "the `Bucket` that opens" : "`Lake.locations`",
          live.facts?.identityCenter?.instance,
        ),
        range,
      }),
    ];
  });
}

/** The statements of ours that a role holds; undefined where they are not known. */
type Held = readonly PolicyStatement[] | undefined;

/** Of each role that has the guardrail. */
function heldStatements(change: GuardrailChange, { roles }: LiveState): readonly Held[] {
  const guardrail = subjectOf<Guardrail>(change);
  return "role" in guardrail
    ? [change.before?.statements ?? []]
    : roles.filter((role) => permissionSetOf(role) === guardrail.permissionSet).map((role) => heldBy(role, guardrail.prefix));
}

function heldBy({ policies }: Role, prefix: string): Held {
  const documents = policies?.inline.map(({ document }) => parseShared(document)) ?? [];
  const understood = documents.flatMap((document) => ("problems" in document ? [] : [document]));
  return policies === undefined || understood.length < documents.length
    ? undefined
    : understood.flatMap((document) => statementsOf(document, prefix));
}

/** Do these deny all of that already? */
function denies(held: Held, statements: readonly PolicyStatement[]): boolean {
  return (
    held !== undefined &&
    statements.every(({ effect }) => effect === "Deny") &&
    statementsEffects(held, [...held, ...statements]).closes.length === 0
  );
}

function isDeny({ effect }: PolicyStatement): boolean {
  return effect === "Deny";
}

function notUnderstood({ before }: GuardrailChange): PolicyStatement | undefined {
  return before?.statements.find((statement) => statement.notUnderstood !== undefined);
}

function whyBlind(change: GuardrailChange): string {
  const statement = notUnderstood(change);
  return statement === undefined
    ? "to write it is to provision what else waits in the set"
    : `its statement \`${statement.sid ?? ""}\` is not understood, so that a write may open what no plan tells`;
}

/** INVARIANT: nobody is told to provision a definition that may lack a deny of ours which a role holds: the role would lose it. */
function wayOut(change: GuardrailChange, held: readonly Held[], later: string, instance = "INSTANCE"): string {
  const guardrail = subjectOf<Guardrail>(change);
  const defined = change.before?.statements ?? [];
  const isKept = (statements: Held): boolean =>
    statements !== undefined && statementsEffects(statements, defined).opens.every(({ effect }) => effect === "Allow");
  if ("role" in guardrail || notUnderstood(change) !== undefined || !held.every(isKept)) {
    return `apply the policies with ${later} as it was, which writes the guardrail anew, then plan with the change of it`;
  }
  const target = `--instance-arn ${instance} --permission-set-arn ${guardrail.arn} --target-type ALL_PROVISIONED_ACCOUNTS`;
  return `look at what waits, provision the permission set \`${guardrail.permissionSet}\` as it is (\`aws sso-admin provision-permission-set ${target}\`, or in the console), then plan again`;
}
