/** The effect of an Allow of others in words: which statement denies it, what is left of it, or why that cannot be told. */

import { groupBy } from "../model/batches.ts";
import { canonicalJson } from "../model/canonical.ts";
import type { AllowEffect } from "./allow-effect.ts";
import { sampleOf } from "./sample.ts";

/** `bucket`: the ARN of the bucket whose policy it is. */
export function describeEffect({ effect, deniedBy, left, isWhole, why }: AllowEffect, bucket: string): string {
  const by = `denied by ${deniedBy.join(", ")}`;
  if (effect === "denied") return by;
  const parts = [...groupBy(left, ({ whom, resource }) => canonicalJson([whom, resource])).values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined
      ? []
      : [`${alike.map(({ action }) => action).join(", ")} on ${placeName(first.resource, bucket)} to ${first.whom}`];
  });
  const { count, examples } = sampleOf(parts);
  const what = isWhole ? "" : `: ${examples.join("; ")}${count > examples.length ? `; and ${count - examples.length} more` : ""}`;
  const rest = isWhole ? "" : `; the rest is ${by}`;
  if (effect === "in effect") return `in effect${isWhole ? "" : " in part"}${what}${rest}`;
  return `whether it is in effect cannot be told (${why.join("; ")})${what}${rest}`;
}

function placeName(resource: string, bucket: string): string {
  if (resource === bucket) return "the bucket";
  return resource === `${bucket}/*` ? "its objects" : resource;
}
