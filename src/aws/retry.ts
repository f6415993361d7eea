/** Trying again what is worth trying again, beside the retries the SDK makes by itself. */

import { setTimeout as delay } from "node:timers/promises";

import { categorize, AwsError, isRetryable } from "../model/aws-error.ts";
import { foreignAnswer, isForeignFailure, requireOwnAnswer } from "./foreign-answer.ts";

/**
 * How long conflicts and propagation are waited for. Lake Formation answers ConcurrentModificationException to parallel
 * writes and `Invalid principal` for roles made a moment ago; both pass. Source: hashicorp/terraform-provider-aws,
 * internal/service/lakeformation/wait.go (IAM propagation 2 minutes).
 */
export interface RetryPolicy {
  readonly attempts: number;
  /** First pause in milliseconds; doubles up to `longest`, with jitter. */
  readonly first: number;
  readonly longest: number;
}

export const patient: RetryPolicy = { attempts: 10, first: 200, longest: 20_000 };

/** Calls until it succeeds, the error is not worth another try, or the attempts are used up. Throws AwsError only. */
export async function withRetry<Output>(
  service: string,
  operation: string,
  policy: RetryPolicy,
  call: () => Promise<Output>,
): Promise<Output> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await call();
      requireOwnAnswer(service, operation, answer);
      return answer;
    } catch (error) {
      const awsError = toAwsError(service, operation, error);
      // The SDK has already retried throttling, server and network errors with its own budget.
      const ours = awsError.category === "conflict" || awsError.category === "propagation" || isThrottlingInDisguise(awsError);
      if (!ours || attempt >= policy.attempts || !isRetryable(awsError.category)) throw awsError;
      await delay(backoff(policy, attempt));
    }
  }
}

function isThrottlingInDisguise(error: AwsError): boolean {
  return error.category === "throttled" && error.code === "InvalidInputException";
}

function backoff(policy: RetryPolicy, attempt: number): number {
  const ceiling = Math.min(policy.longest, policy.first * 2 ** (attempt - 1));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

/** Whatever an SDK client threw, as an AwsError. Of answers that are not AWS's (proxies) only the status is kept. */
export function toAwsError(service: string, operation: string, error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const thrown = asRecord(error);
  const status = asRecord(thrown["$metadata"])["httpStatusCode"];
  const httpStatus = typeof status === "number" ? status : undefined;
  const systemCode = thrown["code"];
  const name = typeof thrown["name"] === "string" ? thrown["name"] : "Error";
  const code = name === "Error" || name === "AggregateError" ? (typeof systemCode === "string" ? systemCode : name) : name;
  const text = typeof thrown["message"] === "string" && thrown["message"] !== "" ? thrown["message"] : code;
  if (isForeignFailure(name, text, httpStatus)) return foreignAnswer(service, operation, httpStatus);
  return new AwsError(service, operation, code, name === "TimeoutError" ? inTime(text) : text, categorize(code, text, httpStatus));
}

/** The SDK speaks of what is configured, which nobody configured. */
function inTime(text: string): string {
  const milliseconds = /(\d+) ?ms/.exec(text)?.[1];
  return milliseconds === undefined ? "no answer in time" : `no answer within ${Number(milliseconds) / 1000} s`;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
