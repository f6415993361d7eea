/** AWS errors as the product speaks of them: a category decides what to do, the text stays AWS's own. */

import { deniedAdvice } from "./denied-advice.ts";

/** What an AWS error means to a reconciler. Source of the texts behind each: the table of categories in docs/aws-errors.md. */
export type AwsErrorCategory =
  | "denied" // the caller may not
  | "credentials" // no credentials, wrong or expired ones
  | "throttled" // too fast; try again later
  | "missing" // the thing is not there
  | "exists" // the thing is there already
  | "conflict" // somebody changed it at the same moment; try again
  | "propagation" // something just made is not visible yet; try again
  | "quota" // a limit of the account
  | "nothing-revoked" // a revoke of what is not held
  | "invalid" // the request was refused as it is
  | "transient" // AWS had a problem of its own
  | "network"; // AWS was not reached

/** The one error class that leaves `src/aws`. `message` is AWS's own text. */
export class AwsError extends Error {
  readonly service: string;
  readonly operation: string;
  readonly code: string;
  readonly category: AwsErrorCategory;

  constructor(service: string, operation: string, code: string, message: string, category: AwsErrorCategory) {
    super(message);
    this.name = "AwsError";
    this.service = service;
    this.operation = operation;
    this.code = code;
    this.category = category;
  }
}

export function isAwsError(error: unknown): error is AwsError {
  return error instanceof AwsError;
}

/** The answer, or undefined where AWS says by this code that there is none: an answer, too. */
export async function noneFor<Output>(code: string, call: () => Promise<Output>): Promise<Output | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isAwsError(error) && error.code === code) return undefined;
    throw error;
  }
}

const byCode: Readonly<Record<string, AwsErrorCategory>> = {
  AccessDenied: "denied",
  AccessDeniedException: "denied",
  UnauthorizedOperation: "denied",
  AuthFailure: "credentials",
  CredentialsProviderError: "credentials",
  ExpiredToken: "credentials",
  ExpiredTokenException: "credentials",
  IncompleteSignature: "credentials",
  InvalidClientTokenId: "credentials",
  InvalidSignatureException: "credentials",
  MissingAuthenticationToken: "credentials",
  MissingAuthenticationTokenException: "credentials",
  RequestExpired: "credentials",
  SignatureDoesNotMatch: "credentials",
  TokenProviderError: "credentials",
  UnrecognizedClientException: "credentials",
  LimitExceeded: "quota",
  LimitExceededException: "quota",
  ResourceNumberLimitExceededException: "quota",
  ServiceQuotaExceededException: "quota",
  RequestLimitExceeded: "throttled",
  Throttling: "throttled",
  ThrottledException: "throttled",
  ThrottlingException: "throttled",
  TooManyRequestsException: "throttled",
  EntityNotFoundException: "missing",
  GlueEncryptionException: "denied",
  NoSuchBucket: "missing",
  NoSuchEntity: "missing",
  // The SDK gives IAM's errors the names of their shapes.
  NoSuchEntityException: "missing",
  NotFoundException: "missing",
  ResourceNotFoundException: "missing",
  AlreadyExistsException: "exists",
  EntityAlreadyExists: "exists",
  EntityAlreadyExistsException: "exists",
  ConcurrentModification: "conflict",
  ConcurrentModificationException: "conflict",
  ConflictException: "conflict",
  OperationAborted: "conflict",
  InternalFailure: "transient",
  InternalServerException: "transient",
  InternalServiceException: "transient",
  OperationTimeoutException: "transient",
  ServiceFailureException: "transient",
  ServiceUnavailable: "transient",
  TimeoutError: "network",
  AbortError: "network",
};

/**
 * Texts that change what a code means. Lake Formation has no code of its own for throttling inside IAM, for principals
 * that are not visible yet, or for a revoke of nothing; Athena has none for a workgroup that is not there. Sources:
 * aws-cloudformation/cloudformation-coverage-roadmap#2289; uber/athenadriver#70; hashicorp/terraform-provider-aws,
 * internal/service/lakeformation/permissions.go.
 */
const byMessage: readonly (readonly [code: string, text: RegExp, category: AwsErrorCategory])[] = [
  ["InvalidInputException", /Insufficient encryption key permissions/i, "denied"],
  ["InvalidInputException", /Rate exceeded/i, "throttled"],
  ["InvalidInputException", /No permissions revoked/i, "nothing-revoked"],
  ["InvalidInputException", /Invalid principal|register the S3 path/i, "propagation"],
  ["InvalidInputException", /already exists/i, "exists"],
  ["InvalidRequestException", /WorkGroup\b.*\bis not found/i, "missing"],
  ["AccessDeniedException", /Resource does not exist or requester is not authorized/i, "missing"],
];

/** The category of an error by its code, its text and, for codes nobody documented, the HTTP status. */
export function categorize(code: string, message: string, status?: number): AwsErrorCategory {
  for (const [errorCode, text, category] of byMessage) {
    if (errorCode === code && text.test(message)) return category;
  }
  const known = Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (known !== undefined) return known;
  if (/^(E[A-Z]{3,}|UND_ERR_\w+)$/.test(code)) return "network";
  if (status === undefined) return "network";
  if (status === 429) return "throttled";
  if (status === 401 || status === 403) return "denied";
  return status >= 500 ? "transient" : "invalid";
}

/** Worth trying again in a moment, with the same request. */
export function isRetryable(category: AwsErrorCategory): boolean {
  return (
    category === "throttled" || category === "conflict" || category === "propagation" || category === "transient" || category === "network"
  );
}

/** Operation, AWS's own words and what to do, in one line. */
export function describeAwsError(error: AwsError): string {
  return `${reasonOf(error)}; ${adviceForError(error)}`;
}

/** Operation and AWS's own words. */
function reasonOf({ service, operation, code, message }: AwsError): string {
  return `${service} ${operation}: ${code}: ${message}`;
}

const advice: Readonly<Record<AwsErrorCategory, string>> = {
  denied: "give the calling role this permission; `lakegrade iam-policy` prints those it needs",
  credentials: "check the AWS profile and log in again; the caller is what `aws sts get-caller-identity` shows",
  throttled: "AWS limits the rate of calls; run the command again in a few minutes",
  missing: "it was there when the plan was made, or its name is wrong; make a new plan",
  exists: "somebody made it in the meantime; make a new plan",
  conflict: "somebody changes the same thing at the moment; make a new plan and apply again",
  propagation: "what was just made is not visible to Lake Formation yet, or the principal does not exist; try again in a few minutes",
  quota: "ask AWS to raise this quota, or govern with fewer grants",
  "nothing-revoked": "the grant is not held any more; make a new plan",
  invalid: "AWS refuses this request; if the policies are right, please report it as a bug",
  transient: "AWS has a problem of its own; run the command again",
  network: "check the network, the proxy and AWS_ENDPOINT_URL; nothing of the answer was used",
};

/** What to do about an error of this category: the help line under it. */
export function adviceFor(category: AwsErrorCategory): string {
  return advice[category];
}

/** What to do about this error: where AWS denies, that depends on who denied. */
export function adviceForError(error: AwsError): string {
  return (error.category === "denied" ? deniedAdvice(reasonOf(error)) : undefined) ?? adviceFor(error.category);
}
