/** Constraints of the Identity Store API model, 2020-06-15, for the operations the sandbox has. */

import type { Constraint, Constraints } from "../wire/constraint.ts";

/** Ids of users, groups and memberships. */
export const resourceId = /^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$/;

const id: Constraint = { min: 1, max: 47, pattern: resourceId };
const text: Constraint = { min: 1, max: 1024, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u00A0\u3000]+$/u };
const externalId: Constraint = { min: 1, max: 256, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u };

export const constraints: Constraints = {
  AttributePath: { min: 1, max: 255, pattern: /^(?:\p{L}+:\p{L}+:\p{L}+(?:\.\p{L}+){0,3}|\p{L}+(?:\.\p{L}+){0,2})$/u },
  "CreateGroupRequest.DisplayName": { min: 1, max: 1024, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u00A0]+$/u },
  Description: text,
  DisplayName: text,
  Emails: { min: 1, max: 1 },
  "Email.Type": text,
  "Email.Value": text,
  "ExternalId.Id": externalId,
  "ExternalId.Issuer": externalId,
  FamilyName: text,
  "Filter.AttributeValue": text,
  Filters: { max: 1 },
  Formatted: text,
  GivenName: text,
  GroupId: id,
  GroupIds: { min: 1, max: 100, each: id },
  HonorificPrefix: text,
  HonorificSuffix: text,
  IdentityStoreId: { min: 1, max: 36, pattern: /^(d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/ },
  Locale: text,
  MaxResults: { min: 1, max: 100 },
  MembershipId: id,
  MiddleName: text,
  NextToken: { min: 1, max: 65_535, pattern: /^[-a-zA-Z0-9+=/:_]*$/ },
  NickName: text,
  PreferredLanguage: text,
  Timezone: text,
  Title: text,
  UserId: id,
  UserName: { min: 1, max: 128, pattern: /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u },
  UserType: text,
};
