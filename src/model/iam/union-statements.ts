/** Two lists of statements as one policy that denies and allows what either does, with every Sid in it once. */

import { canonicalJson } from "../canonical.ts";
import { normalStatements } from "./normal-statement.ts";
import type { NameElement, PolicyStatement } from "./policy-document.ts";

/**
 * Normal. A statement of both is there once. Two with one Sid that differ in their actions alone, or in their resources alone, become one with the
 * names of both, which is exact and short; where they differ otherwise both stay, and that of `held` gets another Sid, because a policy takes a Sid
 * once (IAM User Guide, reference_policies_elements_sid).
 */
export function unionStatements(held: readonly PolicyStatement[], coming: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const union = [...coming];
  const isTaken = (sid: string): boolean => [...held, ...union].some((statement) => statement.sid === sid);
  for (const statement of held) {
    const { sid } = statement;
    const at = union.findIndex((other) => other.sid === sid);
    const same = union[at];
    if (same === undefined) union.push(statement);
    else {
      const joined = joinedStatement(same, statement);
      if (joined !== undefined) union[at] = joined;
      else union.push(sid === undefined ? statement : { ...statement, sid: freeSid(sid, isTaken) });
    }
  }
  return normalStatements(union);
}

function freeSid(sid: string, isTaken: (sid: string) => boolean): string {
  const next = `${sid}Before`;
  return isTaken(next) ? freeSid(next, isTaken) : next;
}

/** One statement that says what both say and no more. */
function joinedStatement(a: PolicyStatement, b: PolicyStatement): PolicyStatement | undefined {
  const { action, resource, ...rest } = a;
  const { action: otherAction, resource: otherResource, ...otherRest } = b;
  if (!isSame(rest, otherRest)) return undefined;
  if (isSame(resource, otherResource)) {
    const names = joinedNames(action, otherAction);
    return names === undefined ? undefined : { ...a, action: names };
  }
  if (resource === undefined || otherResource === undefined || !isSame(action, otherAction)) return undefined;
  const names = joinedNames(resource, otherResource);
  return names === undefined ? undefined : { ...a, resource: names };
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

/** Of what is named by exception there is no short union. */
function joinedNames(a: NameElement, b: NameElement): NameElement | undefined {
  if (isSame(a, b)) return a;
  return a.negated || b.negated ? undefined : { negated: false, names: [...new Set([...a.names, ...b.names])] };
}
