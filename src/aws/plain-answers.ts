/**
 * Reads the long answers of the search by tag with JSON.parse alone. The SDK copies every structure of an answer along its
 * schema, and one search of a large lake brings a million of them, to end with what JSON.parse gave.
 */

import type { LakeFormationClient } from "@aws-sdk/client-lakeformation";

import { collectBody, hasBody } from "./response-body.ts";

/** An operation whose output is structures, lists and strings alone: nothing that a schema would turn into something else. */
const operation = "SearchTablesByLFTags";

/** A null somewhere, which the SDK takes for an absent member. */
const aNull = /[:[,]\s*null\b/;

const emptyAnswer = Buffer.from("{}");

/**
 * Watches a client's answers to the operation and keeps the SDK from walking those that are plain. Failures, answers with a
 * null and what is no JSON object are left to the SDK.
 */
export function readPlainAnswers(client: LakeFormationClient): void {
  const answers = new WeakMap<object, object>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const { response } = result;
      if (context["commandName"] !== `${operation}Command` || !isSuccess(response)) return result;
      const bytes = await collectBody(response.body, "Lake Formation", operation);
      const answer = parsePlain(Buffer.from(bytes).toString("utf8"));
      if (answer !== undefined) answers.set(response, answer);
      response.body = answer === undefined ? bytes : emptyAnswer;
      return result;
    },
    { step: "deserialize", priority: "low", name: "lakegradeTakeAnswer" },
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const answer = isSuccess(result.response) ? answers.get(result.response) : undefined;
      if (answer !== undefined) Object.assign(result.output ?? {}, answer);
      return result;
    },
    { step: "deserialize", priority: "high", name: "lakegradeGiveAnswer" },
  );
}

function isSuccess(response: unknown): response is { body: unknown; readonly statusCode: 200 } {
  return hasBody(response) && "statusCode" in response && response.statusCode === 200;
}

function parsePlain(text: string): object | undefined {
  if (aNull.test(text)) return undefined;
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null && !Array.isArray(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}
