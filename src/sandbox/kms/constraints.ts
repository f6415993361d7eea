/** Constraints of the KMS API model, 2014-11-01, for the operations the sandbox has. */

import {
  CustomerMasterKeySpec,
  DataKeySpec,
  EncryptionAlgorithmSpec,
  GrantOperation,
  KeySpec,
  KeyUsageType,
  OriginType,
} from "@aws-sdk/client-kms";

import { oneOf } from "../wire/constraint.ts";
import type { Constraint, Constraints } from "../wire/constraint.ts";

const principal: Constraint = { min: 1, max: 256, pattern: /^[\w+=,.@:/-]+$/ };

export const constraints: Constraints = {
  AliasName: { min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ },
  CustomerMasterKeySpec: oneOf(CustomerMasterKeySpec),
  Description: { max: 8192 },
  EncryptionAlgorithm: oneOf(EncryptionAlgorithmSpec),
  "GenerateDataKeyRequest.KeySpec": oneOf(DataKeySpec),
  GrantId: { min: 1, max: 128 },
  GrantTokens: { max: 10, each: { min: 1, max: 8192 } },
  GranteePrincipal: principal,
  KeyId: { min: 1, max: 2048 },
  KeySpec: oneOf(KeySpec),
  KeyUsage: oneOf(KeyUsageType),
  Limit: { min: 1, max: 1000 },
  Marker: { min: 1, max: 1024, pattern: /^[\u0020-\u00FF]*$/ },
  Name: { min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ },
  NumberOfBytes: { min: 1, max: 1024 },
  Operations: { each: oneOf(GrantOperation) },
  Origin: oneOf(OriginType),
  PendingWindowInDays: { min: 1, max: 365 },
  Policy: { min: 1, max: 131_072, pattern: /^[\t\n\r\u0020-\u00FF]+$/ },
  PolicyName: { min: 1, max: 128, pattern: /^\w+$/ },
  RetiringPrincipal: principal,
  RotationPeriodInDays: { min: 90, max: 2560 },
  TargetKeyId: { min: 1, max: 2048 },
};
