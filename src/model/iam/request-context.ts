/** The condition keys of a request: those that follow from who asks for what, and those the caller knows. */

import type { AccessRequest, RequestPrincipal } from "./request.ts";

/** The values of one key. `list` when the key was given as several values, even if it holds one or none. */
export interface ContextEntry {
  readonly values: readonly string[];
  readonly list: boolean;
}

/** By lower-case key: condition keys are not case-sensitive. Source: IAM User Guide, reference_policies_elements_condition. */
export type RequestContext = ReadonlyMap<string, ContextEntry>;

/** All keys of a request. Unless it is hypothetical, what follows from it replaces what the caller gave under the same key. */
export function requestContext(request: AccessRequest): RequestContext {
  const context = new Map<string, ContextEntry>();
  for (const [key, value] of Object.entries(request.context)) {
    const entry = typeof value === "object" ? { values: value, list: true } : { values: [String(value)], list: false };
    context.set(key.toLowerCase(), entry);
  }
  for (const [key, value] of request.hypothetical === true ? [] : derivedKeys(request)) {
    if (value !== undefined) context.set(key, { values: [value], list: false });
  }
  return context;
}

/** Source: IAM User Guide, reference_policies_condition-keys, and the principal key values in reference_policies_variables. */
function derivedKeys({ principal, action, resourceAccount }: AccessRequest): (readonly [key: string, value: string | undefined])[] {
  const signed = principal.kind !== "anonymous" && principal.kind !== "federated";
  return [
    ["aws:principalarn", principalArn(principal)],
    ["aws:principalaccount", principal.account],
    ["aws:principaltype", principalTypes[principal.kind]],
    ["aws:principalisawsservice", signed ? String(principal.kind === "service") : undefined],
    ["aws:principalservicename", principal.kind === "service" ? principal.arn : undefined],
    ["aws:userid", userId(principal)],
    ["aws:username", principal.kind === "user" ? principal.arn.slice(principal.arn.lastIndexOf("/") + 1) : undefined],
    ["aws:resourceaccount", resourceAccount === "" ? undefined : resourceAccount],
    ["s3:resourceaccount", action.toLowerCase().startsWith("s3:") && resourceAccount !== "" ? resourceAccount : undefined],
    ["kms:calleraccount", action.toLowerCase().startsWith("kms:") ? principal.account : undefined],
    ...Object.entries(principal.tags ?? {}).map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value] as const),
  ];
}

const principalTypes: Readonly<Partial<Record<RequestPrincipal["kind"], string>>> = {
  root: "Account",
  user: "User",
  role: "AssumedRole",
  "role-session": "AssumedRole",
  "federated-user": "FederatedUser",
  anonymous: "Anonymous",
};

/** A session shows the ARN of its role. Source: IAM User Guide, reference_policies_condition-keys, aws:PrincipalArn. */
function principalArn(principal: RequestPrincipal): string | undefined {
  switch (principal.kind) {
    case "role-session":
      return principal.role;
    case "service":
    case "federated":
    case "anonymous":
      return undefined;
    default:
      return principal.arn;
  }
}

function userId(principal: RequestPrincipal): string | undefined {
  switch (principal.kind) {
    case "root":
      return principal.account;
    case "anonymous":
      return "anonymous";
    default:
      return principal.id;
  }
}
