/** Reading the policy texts of an account once, with what cannot be read kept as unknown. */

import { parsePolicyDocument } from "../model/iam/parse-policy.ts";
import type { PolicyDocument, PolicyStatement } from "../model/iam/policy-document.ts";

/** Gives the document of a text; undefined is a policy that exists and could not be read. */
export type PolicyReader = (text: string | undefined) => PolicyDocument;

/** A reader that reads each text once: most roles of an account carry the same few managed policies. */
export function createPolicyReader(): PolicyReader {
  const known = new Map<string, PolicyDocument>();
  return (text) => {
    if (text === undefined) return unreadablePolicy;
    const found = known.get(text);
    if (found !== undefined) return found;
    const parsed = parsePolicyDocument(text, { unknown: "keep" });
    const document = "document" in parsed ? parsed.document : unreadablePolicy;
    known.set(text, document);
    return document;
  };
}

/** May allow everything and may deny everything: a decision that depends on it is unknown, whichever way it is looked at. */
export const unreadablePolicy: PolicyDocument = {
  version: "2012-10-17",
  statements: [unreadable("Allow"), unreadable("Deny")],
};

/** A statement about everything of which nothing is understood. */
function unreadable(effect: PolicyStatement["effect"]): PolicyStatement {
  return {
    ...everything(effect),
    principal: { negated: false, byType: { AWS: ["*"] } },
    notUnderstood: ["a policy that could not be read"],
  };
}

/** A statement about every action on every resource. */
export function everything(effect: PolicyStatement["effect"]): PolicyStatement {
  const all = { negated: false, names: ["*"] };
  return { effect, action: all, resource: all, conditions: [] };
}

/** AdministratorAccess. Source: AWS Managed Policy Reference. */
export const allowEverything: PolicyDocument = { version: "2012-10-17", statements: [everything("Allow")] };
