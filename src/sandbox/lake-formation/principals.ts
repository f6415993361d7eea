/** Which principal identifiers Lake Formation takes, and which of them exist. */

import { iamAllowedPrincipals } from "../../model/principal.ts";
import type { Account } from "../account.ts";
import type { Call } from "../call.ts";
import { invalidInput } from "./authority.ts";

/** The forms beside IAM roles and users. Source: Lake Formation Developer Guide, cross-account and granting pages. */
const otherForms = [
  /^\d{12}$/,
  /^\d{12}:IAMPrincipals$/,
  /^arn:aws[a-z-]*:identitystore:::(user|group)\/[0-9a-f-]+$/,
  /^arn:aws[a-z-]*:iam::\d{12}:saml-provider\/[^:*]+:(user|group)\/[^*]+$/,
  /^arn:aws[a-z-]*:quicksight:[a-z0-9-]+:\d{12}:(user|group)\/[^*]+$/,
  /^arn:aws[a-z-]*:organizations::\d{12}:(organization\/o-[a-z0-9]+|ou\/o-[a-z0-9]+\/ou-[a-z0-9-]+)$/,
];

const iamForm = /^arn:aws[a-z-]*:iam::(\d{12}):(role|user)\/([^*]+)$/;

/** True for the ARN of an IAM role or user of any account. */
export function isIamPrincipal(identifier: string): boolean {
  return iamForm.test(identifier);
}

/** True for a principal that belongs to another account: an account, an organization, or a role or user elsewhere. */
export function isForeign(account: Account, identifier: string): boolean {
  if (/^\d{12}$/.test(identifier)) return identifier !== account.id;
  if (identifier.includes(":organizations:")) return true;
  const owner = iamForm.exec(identifier)?.[1];
  return owner !== undefined && owner !== account.id;
}

/**
 * Throws InvalidInputException ("Invalid principal") for an identifier of no known form, and for a role or user of this
 * account that does not exist. Principals of other accounts and services are taken as they are.
 */
export function requirePrincipal(call: Call, identifier: string): void {
  if (identifier === iamAllowedPrincipals) return;
  if (identifier.length > 255) throw invalidInput("Invalid principal: longer than 255 characters");
  const iam = iamForm.exec(identifier);
  const isKnown =
    iam === null ? otherForms.some((form) => form.test(identifier)) : iam[1] !== call.account.id || exists(call.account, identifier);
  if (!isKnown) throw invalidInput(`Invalid principal: ${identifier}`);
}

function exists(account: Account, arn: string): boolean {
  const name = arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();
  const { roles, users } = account.iam;
  return roles.get(name)?.arn === arn || users.get(name)?.arn === arn;
}
