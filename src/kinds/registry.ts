/** Every kind the reconciler manages: the one list from which all others follow. */

import { glueDatabaseDefaults } from "./glue-database-defaults/kind.ts";
import { iamRolePolicy } from "./iam-role-policy/kind.ts";
import type { Kind } from "./kind.ts";
import { kmsKeyRotation } from "./kms-key-rotation/kind.ts";
import { lfGrant } from "./lf-grant/kind.ts";
import { lfLocation } from "./lf-location/kind.ts";
import { lfSettings } from "./lf-settings/kind.ts";
import { lfTagAssignment } from "./lf-tag-assignment/kind.ts";
import { lfTag } from "./lf-tag/kind.ts";
import { permissionSetPolicy } from "./permission-set-policy/kind.ts";
import { s3BucketEncryption } from "./s3-bucket-encryption/kind.ts";
import { s3BucketPolicy } from "./s3-bucket-policy/kind.ts";
import { s3PublicAccessBlock } from "./s3-public-access-block/kind.ts";

export const kinds = [
  lfSettings,
  lfTag,
  lfTagAssignment,
  lfGrant,
  lfLocation,
  glueDatabaseDefaults,
  iamRolePolicy,
  permissionSetPolicy,
  kmsKeyRotation,
  s3BucketEncryption,
  s3PublicAccessBlock,
  s3BucketPolicy,
] as const;

/**
 * A kind with its spec forgotten, for code that treats all kinds alike. INVARIANT: a spec is handed only to the kind whose
 * name stands beside it, so the types agree although this one cannot say so.
 */
export type AnyKind = Kind<string, unknown>;

/** The registry for code that treats all kinds alike. */
export const anyKinds: readonly AnyKind[] = kinds.map((kind) => kind as AnyKind);

const byName: ReadonlyMap<string, AnyKind> = new Map(anyKinds.map((kind) => [kind.name, kind]));

/** The kind of this name. Throws when there is none: names come from our own states or from validated files. */
export function kindNamed(name: string): AnyKind {
  const kind = byName.get(name);
  if (kind === undefined) throw new Error(`no kind is named ${name}`);
  return kind;
}
