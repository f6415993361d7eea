/** The KMS operations of the sandbox. */

import type { Operations } from "../call.ts";
import { createAlias, deleteAlias, listAliases, updateAlias } from "./aliases.ts";
import { decrypt, encrypt, generateDataKey } from "./cryptography.ts";
import { createGrant, listGrants, revokeGrant } from "./grants.ts";
import { getKeyPolicy, putKeyPolicy } from "./key-policy.ts";
import { cancelKeyDeletion, disableKey, enableKey, scheduleKeyDeletion } from "./key-states.ts";
import { createKey, describeKey, listKeys } from "./keys.ts";
import { disableKeyRotation, enableKeyRotation, getKeyRotationStatus } from "./rotation.ts";

export const operations: Operations = {
  CancelKeyDeletion: cancelKeyDeletion,
  CreateAlias: createAlias,
  CreateGrant: createGrant,
  CreateKey: createKey,
  Decrypt: decrypt,
  DeleteAlias: deleteAlias,
  DescribeKey: describeKey,
  DisableKey: disableKey,
  DisableKeyRotation: disableKeyRotation,
  EnableKey: enableKey,
  EnableKeyRotation: enableKeyRotation,
  Encrypt: encrypt,
  GenerateDataKey: generateDataKey,
  GetKeyPolicy: getKeyPolicy,
  GetKeyRotationStatus: getKeyRotationStatus,
  ListAliases: listAliases,
  ListGrants: listGrants,
  ListKeys: listKeys,
  PutKeyPolicy: putKeyPolicy,
  RevokeGrant: revokeGrant,
  ScheduleKeyDeletion: scheduleKeyDeletion,
  UpdateAlias: updateAlias,
};
