/** What stays as the account has it: guardrails until their successors are there, and what cannot be compared. */

import { placementOf } from "../access/guardrail-in-place.ts";
import { isOf, specAt } from "../kinds/specs.ts";
import type { Address } from "../model/address.ts";
import { normalStatements } from "../model/iam/normal-statement.ts";
import type { PolicyStatement } from "../model/iam/policy-document.ts";
import { sortedOnce } from "../model/source.ts";
import type { DesiredState, LiveState, Resource, Resources } from "../model/state.ts";

/** A guardrail of ours that others are to write stays until theirs is in place: nobody is without one in between. Finding LGF703 tells it. */
export function keptGuardrails({ guardrails = [], scope }: DesiredState, live: LiveState): readonly (readonly [Address, Resource])[] {
  return guardrails.flatMap((guardrail) => {
    const placement = placementOf(guardrail, live, scope.lake);
    const ours = placement === undefined || placement.missing.length === 0 ? undefined : live.resources.get(placement.ours);
    return placement === undefined || ours === undefined ? [] : [[placement.ours, ours] as const];
  });
}

/**
 * What is live of the buckets that are left out, and the guardrails of `wanted` with their denies on keys that are gone taken from the live ones:
 * nobody knows the ARN behind the alias any more.
 */
export function keptOfLeftOut(
  { buckets = [] }: DesiredState,
  wanted: () => Resources,
  live: LiveState,
): readonly (readonly [Address, Resource])[] {
  const leftOut = buckets.filter((bucket) => bucket.leftOut === true);
  if (leftOut.length === 0) return [];
  const names = new Set(leftOut.map(({ name }) => name));
  const known = new Set(live.facts?.keys.map(({ arn }) => arn));
  const gone = new Set(leftOut.flatMap(({ key }) => (known.has(key) ? [] : [key])));
  const policies = [...live.resources].filter(([, resource]) => isOf(resource, "s3-bucket-policy") && names.has(resource.spec.bucket));
  return [...policies, ...(gone.size === 0 ? [] : guardrailsWithLiveKeys(wanted(), gone, live))];
}

function guardrailsWithLiveKeys(wanted: Resources, gone: ReadonlySet<string>, live: LiveState): readonly (readonly [Address, Resource])[] {
  return [...wanted].flatMap(([address, resource]) => {
    if (!isOf(resource, "iam-role-policy") && !isOf(resource, "permission-set-policy")) return [];
    const { spec } = resource;
    const held = (specAt(live.resources, address, "iam-role-policy") ?? specAt(live.resources, address, "permission-set-policy"))
      ?.statements;
    return [[address, { ...resource, spec: { ...spec, statements: withLiveKeys(spec.statements, held ?? [], gone) } }] as const];
  });
}

/** A statement on nothing but keys that are gone, of which none is live, is none. */
function withLiveKeys(
  wanted: readonly PolicyStatement[],
  held: readonly PolicyStatement[],
  gone: ReadonlySet<string>,
): readonly PolicyStatement[] {
  const statements = wanted.flatMap((statement) => {
    const names = statement.resource?.names ?? [];
    if (!names.some((name) => gone.has(name))) return [statement];
    const inLive = held.find(({ sid }) => sid === statement.sid)?.resource?.names ?? [];
    const keys = sortedOnce([...names.filter((name) => !gone.has(name)), ...inLive]);
    return keys.length === 0 ? [] : [{ ...statement, resource: { negated: false, names: keys } }];
  });
  return normalStatements(statements);
}
