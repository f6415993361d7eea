/**
 * Keeps the SDK from copying the longest lists there are: the columns of all tables. It copies every structure of an answer
 * along its schema, for a large lake a million of them, to end with what JSON.parse gave.
 */

import type { LakeFormationClient } from "@aws-sdk/client-lakeformation";

import { AwsError } from "../model/aws-error.ts";
import { collectBody, hasBody } from "./response-body.ts";

/** Names of members, each below the one before. */
type Path = readonly string[];

/** An operation whose answer has long lists in each member of `TableList`. */
interface LongAnswer {
  readonly service: string;
  readonly operation: string;
  /** Lists of structures, lists, maps and strings alone: nothing that a schema would turn into something else. */
  readonly paths: readonly Path[];
}

const longAnswers: readonly LongAnswer[] = [
  { service: "Lake Formation", operation: "SearchTablesByLFTags", paths: [["LFTagsOnColumns"]] },
  { service: "Glue", operation: "GetTables", paths: [["StorageDescriptor", "Columns"], ["PartitionKeys"]] },
];

/** A null somewhere, which the SDK takes for an absent member. */
const aNull = /[:[,]\s*null\b/;

/** Where a list was, and the list. */
interface Taken {
  readonly table: number;
  readonly path: Path;
  readonly list: readonly unknown[];
}

/**
 * Takes the long lists out of a client's answers before the SDK reads them, and puts them back behind it. Failures, answers
 * with a null and what is no JSON object are left to the SDK.
 */
export function spareLongLists(stack: LakeFormationClient["middlewareStack"]): void {
  const takenFrom = new WeakMap<object, readonly Taken[]>();
  stack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        const { response } = result;
        const long = longAnswerOf(commandName);
        if (long === undefined || !isSuccess(response)) return result;
        const bytes = await collectBody(response.body, long.service, long.operation);
        const answer = parsePlain(bytes.toString("utf8"));
        takenFrom.set(response, answer === undefined ? [] : takeLists(answer, long.paths));
        response.body = answer === undefined ? bytes : Buffer.from(JSON.stringify(answer));
        return result;
      },
    { step: "deserialize", priority: "low", name: "lakegradeTakeLists" },
  );
  stack.add(
    (next, { commandName }) =>
      async (args) => {
        const result = await next(args);
        const long = longAnswerOf(commandName);
        const taken = long !== undefined && isSuccess(result.response) ? (takenFrom.get(result.response) ?? []) : [];
        if (long !== undefined && !taken.every((one) => putBack(result.output, one))) {
          throw new AwsError(long.service, long.operation, "UnreadableAnswer", "the answer lost a table while it was read", "invalid");
        }
        return result;
      },
    { step: "deserialize", priority: "high", name: "lakegradePutListsBack" },
  );
}

function longAnswerOf(commandName: unknown): LongAnswer | undefined {
  return longAnswers.find(({ operation }) => commandName === `${operation}Command`);
}

type Members = Record<string, unknown>;

/** Takes the lists out of the answer, leaving empty ones. */
function takeLists(answer: Members, paths: readonly Path[]): readonly Taken[] {
  return tablesOf(answer).flatMap((value, table) =>
    paths.flatMap((path) => {
      const [holder, name] = holderOf(value, path);
      const list = holder?.[name];
      if (holder === undefined || !Array.isArray(list)) return [];
      holder[name] = [];
      return [{ table, path, list }];
    }),
  );
}

function putBack(output: unknown, { table, path, list }: Taken): boolean {
  const [holder, name] = holderOf(tablesOf(output)[table], path);
  if (holder === undefined) return false;
  holder[name] = list;
  return true;
}

function tablesOf(answer: unknown): readonly unknown[] {
  const tables = isMembers(answer) ? answer["TableList"] : undefined;
  return Array.isArray(tables) ? tables : [];
}

/** What holds the last member of the path, if it is there, and that member's name. */
function holderOf(value: unknown, path: Path): readonly [Members | undefined, string] {
  let holder = value;
  for (const name of path.slice(0, -1)) holder = isMembers(holder) ? holder[name] : undefined;
  return [isMembers(holder) ? holder : undefined, path.at(-1) ?? ""];
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
