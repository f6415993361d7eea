/**
 * Refuses to write data lake settings that hold members this SDK does not know. PutDataLakeSettings replaces everything, and
 * the SDK drops unknown members when it reads, so writing back what was read would silently clear them.
 */

import { DataLakeSettings$ } from "@aws-sdk/client-lakeformation";
import type { LakeFormationClient } from "@aws-sdk/client-lakeformation";

import { AwsError } from "../model/aws-error.ts";
import { collectBody, hasBody } from "./response-body.ts";

/** Watches a client's reads of the settings and, after one that held unknown members, fails its writes of them. */
export function guardSettings(client: LakeFormationClient): void {
  const known: ReadonlySet<unknown> = new Set(DataLakeSettings$[4]);
  let unknown: readonly string[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      if (context["commandName"] === "GetDataLakeSettingsCommand" && hasBody(result.response)) {
        const bytes = await collectBody(result.response.body, "Lake Formation", "GetDataLakeSettings");
        result.response.body = bytes;
        unknown = memberNames(bytes).filter((name) => !known.has(name));
      }
      return result;
    },
    { step: "deserialize", priority: "low", name: "lakegradeReadSettings" },
  );
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context["commandName"] === "PutDataLakeSettingsCommand" && unknown.length > 0) {
        const message = `the settings hold members that this version does not know and would clear: ${unknown.join(", ")}; use a newer version of lakegrade`;
        throw new AwsError("Lake Formation", "PutDataLakeSettings", "UnknownMembers", message, "invalid");
      }
      return next(args);
    },
    { step: "initialize", name: "lakegradeWriteSettings" },
  );
}

/** Names of the settings' members; none where the answer is no settings, which the deserializer then says. */
function memberNames(bytes: Uint8Array): readonly string[] {
  try {
    const answer: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    const settings: unknown = typeof answer === "object" && answer !== null && "DataLakeSettings" in answer ? answer.DataLakeSettings : {};
    return Object.keys(typeof settings === "object" && settings !== null ? settings : {});
  } catch {
    return [];
  }
}
