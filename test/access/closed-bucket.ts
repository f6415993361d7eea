/** A plan that closes the bucket of a scene to direct access, and who it is said to stop. */

import { lostReaders } from "../../src/access/lost-readers.ts";
import { simulateWrites } from "../../src/access/simulate-writes.ts";
import type { Simulation } from "../../src/access/simulate-writes.ts";
import type { Change } from "../../src/model/change.ts";
import { governed, liveOf, objects } from "./scene.ts";
import type { Json, Scene } from "./scene.ts";

export const read: Json = { Effect: "Allow", Action: "s3:GetObject", Resource: objects };
export const decrypt: Json = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
export const closing = (...spared: readonly string[]): Json => ({
  Sid: "LakegradeadwDenyDirectAccess",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: objects,
  Condition: { ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/emergency", ...spared] } },
});

export function simulated(scene: Scene, changes: readonly Change[]): Simulation {
  const simulation = simulateWrites(liveOf(scene), [governed()], changes);
  if (simulation === undefined) throw new Error("nothing bears on the bucket");
  return simulation;
}

export const nobody = (): boolean => false;

/** The lines of the one bucket, with readers by their last name. */
export function lines(scene: Scene, changes: readonly Change[], readsByGrant = nobody): readonly object[] {
  return lostReaders(simulated(scene, changes), readsByGrant).flatMap(({ lost }) =>
    lost.map((line) => ({ ...line, readers: line.readers.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)) })),
  );
}

export const byBucket = "denied by `LakegradeadwDenyDirectAccess` of the bucket policy";
