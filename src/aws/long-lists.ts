/**
 * Keeps the SDK from copying the longest lists there are: tables with their columns, and grants. It copies every structure
 * of an answer along its schema, for a large lake a million of them, to end with what JSON.parse gave, and dates.
 */

import type { LakeFormationClient } from "@aws-sdk/client-lakeformation";

import { AwsError } from "../model/aws-error.ts";
import { collectBody, hasBody } from "./response-body.ts";

/** An operation whose answer has a long list of structures in one of its members. */
interface LongAnswer {
  readonly service: string;
  readonly operation: string;
  readonly list: string;
  /** Members of a structure that are dates: seconds since 1970 in the answer. */
  readonly dates: readonly string[];
  /** Members that hold dates somewhere inside. Nobody asks for them; an answer that has one is left to the SDK. */
  readonly dated: readonly string[];
}

/** Beside what is named here, a schema leaves everything in these structures as JSON.parse gives it. */
export const longAnswers: readonly LongAnswer[] = [
  { service: "Lake Formation", operation: "SearchTablesByLFTags", list: "TableList", dates: [], dated: [] },
  { service: "Lake Formation", operation: "ListPermissions", list: "PrincipalResourcePermissions", dates: ["LastUpdated"], dated: [] },
  {
    service: "Glue",
    operation: "GetTables",
    list: "TableList",
    dates: ["CreateTime", "UpdateTime", "LastAccessTime", "LastAnalyzedTime"],
    dated: ["Status"],
  },
];

/** A null somewhere, which the SDK takes for an absent member. */
const aNull = /[:[,]\s*null\b/;

/**
 * Takes the long list out of a client's answers before the SDK reads them, and puts it back behind it. Failures, answers
 * with a null, what is no JSON object, and lists of anything but plain structures are left to the SDK.
 */
export function spareLongLists(stack: LakeFormationClient["middlewareStack"]): void {
  const takenFrom = new WeakMap<object, readonly unknown[]>();
  stack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        const { response } = result;
        const long = longAnswerOf(commandName);
        if (long === undefined || !isSuccess(response)) return result;
        const bytes = await collectBody(response.body, long.service, long.operation);
        const answer = parsePlain(bytes.toString("utf8"));
        const list = plainList(answer?.[long.list], long);
        if (list !== undefined) takenFrom.set(response, list);
        response.body = list === undefined ? bytes : Buffer.from(JSON.stringify({ ...answer, [long.list]: [] }));
        return result;
      },
    { step: "deserialize", priority: "low", name: "lakegradeTakeLists" },
  );
  stack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        const long = longAnswerOf(commandName);
        const list = long !== undefined && isSuccess(result.response) ? takenFrom.get(result.response) : undefined;
        if (long === undefined || list === undefined) return result;
        if (!isMembers(result.output)) {
          throw new AwsError(long.service, long.operation, "UnreadableAnswer", "the answer lost its list while it was read", "invalid");
        }
        result.output[long.list] = list;
        return result;
      },
    { step: "deserialize", priority: "high", name: "lakegradePutListsBack" },
  );
}

function longAnswerOf(commandName: unknown): LongAnswer | undefined {
  return longAnswers.find(({ operation }) => commandName === `${operation}Command`);
}

type Members = Record<string, unknown>;

/** The list as the SDK would give it; undefined where it holds what the SDK has to look at. */
function plainList(list: unknown, { dates, dated }: LongAnswer): readonly unknown[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const isPlain = (item: unknown): item is Members =>
    isMembers(item) &&
    dated.every((name) => item[name] === undefined) &&
    dates.every((name) => item[name] === undefined || typeof item[name] === "number");
  if (!list.every(isPlain)) return undefined;
  for (const item of list) {
    for (const name of dates) {
      const seconds = item[name];
      if (typeof seconds === "number") item[name] = new Date(Math.round(seconds * 1000));
    }
  }
  return list;
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSuccess(response: unknown): response is { body: unknown; readonly statusCode: 200 } {
  return hasBody(response) && "statusCode" in response && response.statusCode === 200;
}

function parsePlain(text: string): Members | undefined {
  // Looking for the word first takes a tenth of the time, and it is nearly never there.
  if (text.includes("null") && aNull.test(text)) return undefined;
  try {
    const answer: unknown = JSON.parse(text);
    return isMembers(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}
