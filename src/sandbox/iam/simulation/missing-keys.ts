/** The condition keys that policies ask for and a simulation did not give. */

import type { SimulatedPolicy } from "./simulation.ts";

/**
 * The keys of conditions and variables as they are written, each once whatever its case, of all statements, whether or not they are about the request.
 * Source: IAM API Reference, EvaluationResult; that all statements count: seen in the simulator's answers.
 */
export function missingKeys(policies: readonly (SimulatedPolicy | undefined)[], given: ReadonlySet<string>): readonly string[] {
  const keys = policies.flatMap((policy) => {
    const { statements = [], version } = policy?.document ?? {};
    return statements.flatMap(({ conditions, resource }) => [
      ...conditions.map(({ key }) => key),
      ...(version === "2008-10-17" ? [] : [...(resource?.names ?? []), ...conditions.flatMap(({ values }) => values)].flatMap(variablesOf)),
    ]);
  });
  const missing = new Map(keys.map((key) => [key.toLowerCase(), key] as const).toReversed());
  return [...missing]
    .filter(([key]) => !given.has(key))
    .map(([, key]) => key)
    .toReversed();
}

function variablesOf(text: string): readonly string[] {
  return [...text.matchAll(/\$\{\s*([^\s,{}$'"*?]+)\s*(?:,[^}]*)?\}/g)].map(([, key = ""]) => key);
}
