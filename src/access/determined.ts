/** Condition keys whose value a simulated request fixes; what a policy says about any other key stays unknown. */

import type { ConditionClause, NameElement, PolicyDocument, PolicyStatement } from "../model/iam/policy-document.ts";

/** Follow from who asks for what over TLS, in any service. */
const global = keys(`
  aws:principalaccount aws:principalarn aws:principalisawsservice aws:principalservicename aws:principaltype aws:requestedregion
  aws:resourceaccount aws:securetransport aws:userid aws:username aws:viaawsservice`);

/** Of a plain write to the bucket itself: no ACL, no tags, no lock, no copy, no access point. Source: Service Authorization Reference, Amazon S3. */
const s3 = keys(`
  s3:accesspointnetworkorigin s3:authtype s3:dataaccesspointaccount s3:dataaccesspointarn s3:delimiter s3:if-match s3:if-none-match s3:max-keys
  s3:object-lock-legal-hold s3:object-lock-mode s3:object-lock-remaining-retention-days s3:object-lock-retain-until-date s3:objectcreationoperation
  s3:prefix s3:requestobjecttagkeys s3:resourceaccount s3:signatureversion s3:tlsversion s3:versionid s3:x-amz-acl s3:x-amz-copy-source
  s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp
  s3:x-amz-metadata-directive s3:x-amz-server-side-encryption s3:x-amz-server-side-encryption-aws-kms-key-id
  s3:x-amz-server-side-encryption-customer-algorithm s3:x-amz-storage-class s3:x-amz-website-redirect-location`);

/** Of what S3 asks KMS on behalf of a caller. Source: KMS Developer Guide, conditions-kms. */
const kms = keys(`
  kms:calleraccount kms:encryptionalgorithm kms:encryptioncontextkeys kms:grantconstrainttype kms:granteeprincipal kms:grantisforawsresource
  kms:grantoperations kms:keyorigin kms:keyspec kms:keyusage kms:multiregion kms:resourcealiases kms:viaservice`);

const families = ["s3:requestobjecttag/", "kms:encryptioncontext:"];

function keys(names: string): readonly string[] {
  return names.trim().split(/\s+/);
}

const fixed = new Set([...global, ...s3, ...kms]);

function isFixed(key: string): boolean {
  const lower = key.toLowerCase();
  return fixed.has(lower) || families.some((family) => lower.startsWith(family));
}

const marked = new WeakMap<PolicyDocument, PolicyDocument>();

/**
 * The document with its conditions on other keys marked as not understood: the address somebody calls from, the time, tags, the network.
 * INVARIANT: a statement with such a condition counts as unknown unless something else of it rules it out.
 */
export function markUndetermined(document: PolicyDocument): PolicyDocument {
  const known = marked.get(document);
  if (known !== undefined) return known;
  const result = { ...document, statements: document.statements.map((statement) => markStatement(statement, document.version)) };
  marked.set(document, result);
  return result;
}

function markStatement(statement: PolicyStatement, version: PolicyDocument["version"]): PolicyStatement {
  const { conditions, resource, notUnderstood = [] } = statement;
  const hasVariables = version !== "2008-10-17";
  const isOpen = (clause: ConditionClause): boolean => !isFixed(clause.key) || (hasVariables && clause.values.some(hasOpenVariable));
  const open = conditions.filter(isOpen);
  const variables = hasVariables ? (resource?.names ?? []).filter(hasOpenVariable) : [];
  if (open.length === 0 && variables.length === 0) return statement;
  return {
    ...statement,
    ...(resource === undefined || variables.length === 0 ? {} : { resource: anywhere(resource) }),
    conditions: conditions.filter((clause) => !open.includes(clause)),
    notUnderstood: [
      ...notUnderstood,
      ...open.map(({ key }) => `a condition on ${key}`),
      ...variables.map((name) => `a variable in ${name}`),
    ],
  };
}

/** All that the resources may be, whatever their variables stand for. */
function anywhere({ negated, names }: NameElement): NameElement {
  if (negated) return { negated: false, names: ["*"] };
  return { negated, names: names.map((name) => (hasOpenVariable(name) ? name.replaceAll(/\$\{[^}]*\}/g, "*") : name)) };
}

/** Is there a policy variable whose value the request does not fix? */
function hasOpenVariable(text: string): boolean {
  return [...text.matchAll(/\$\{([^}]*)\}/g)].some(([, inner = ""]) => {
    const key = inner.split(",", 1)[0]?.trim() ?? "";
    return key !== "*" && key !== "?" && key !== "$" && !isFixed(key);
  });
}
