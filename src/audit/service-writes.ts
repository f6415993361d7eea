/** Whether an AWS service may write to a bucket in any way once the policies are applied: they limit writes by how they are encrypted. */

import { findKey } from "../access/account-view.ts";
import { objectsNamed } from "../access/possible-writers.ts";
import { writeSimulator } from "../access/simulate-write.ts";
import { writeShapes } from "../access/write-shapes.ts";
import { specsOf } from "../kinds/specs.ts";
import type { PolicyStatement } from "../model/iam/policy-document.ts";
import type { RequestPrincipal } from "../model/iam/request.ts";
import type { WriteOutcome } from "../model/write-simulation.ts";
import { accountView } from "./account.ts";
import type { Estate } from "./control.ts";

/**
 * What keeps a service from every write that this Allow is about, be it with the bucket's default or with any header: Sids of the policies'
 * statements, and the key's policy, in words. Undefined where a write goes through, and where that cannot be told. Denies of others are not counted.
 */
export function whatStopsWrites(
  bucket: string,
  allow: PolicyStatement,
  principal: RequestPrincipal,
  estate: Estate,
): readonly string[] | undefined {
  const view = accountView(estate);
  const specs = estate.desired.resources;
  const encryption = specsOf(specs, "s3-bucket-encryption").find(([, spec]) => spec.bucket === bucket)?.[1];
  const key = encryption?.key ?? null;
  // A request that meets the conditions need not be one of those that are simulated.
  if (encryption === undefined || key === null || allow.conditions.length > 0) return undefined;
  const shapes = writeShapes(findKey(view, key), key, view.region);
  const [object = "simulated"] = objectsNamed([{ version: "2012-10-17", statements: [allow] }], view, bucket);
  const { algorithm, bucketKey, blocked } = encryption;
  const outcomes = (...denies: readonly PolicyStatement[]): readonly WriteOutcome["result"][] => {
    const policy = { version: "2012-10-17", statements: [allow, ...denies] } as const;
    const simulate = writeSimulator(view, { name: bucket, policy, encryption: { algorithm, key, bucketKey, blocked } }, object, {
      principal,
      identity: [],
      boundary: undefined,
    });
    return shapes.map((shape) => simulate(shape).result);
  };
  const ours = specsOf(specs, "s3-bucket-policy").flatMap(([, spec]) => (spec.bucket === bucket ? spec.statements : []));
  const denies = ours.filter(({ effect }) => effect === "Deny");
  const byKey = outcomes();
  if (!byKey.includes("allowed") || outcomes(...denies).some((result) => result !== "denied")) return undefined;
  const stopping = denies.filter((one) => outcomes(one).some((result, index) => result === "denied" && byKey[index] !== "denied"));
  return [
    ...stopping.flatMap(({ sid = [] }) => sid),
    ...(byKey.some((result, index) => result === "denied" && shapes[index]?.intent === "default")
      ? ["the policy of the bucket's key"]
      : []),
  ];
}
