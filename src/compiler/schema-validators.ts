/** The JSON Schemas of the policy language, compiled when the first document is validated. */

import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";

import bucketSchema from "../../schemas/bucket.schema.json" with { type: "json" };
import classificationSchema from "../../schemas/classification.schema.json" with { type: "json" };
import groupSchema from "../../schemas/group.schema.json" with { type: "json" };
import lakeSchema from "../../schemas/lake.schema.json" with { type: "json" };
import type { Bucket, Classification, Group, Lake } from "./policy.gen.ts";

interface SchemaValidators {
  readonly Lake: ValidateFunction<Lake>;
  readonly Classification: ValidateFunction<Classification>;
  readonly Group: ValidateFunction<Group>;
  readonly Bucket: ValidateFunction<Bucket>;
}

let compiled: SchemaValidators | undefined;

/** One validator a kind; each reports all errors, with the schemas and the values they are about. */
export function schemaValidators(): SchemaValidators {
  compiled ??= compileSchemas();
  return compiled;
}

function compileSchemas(): SchemaValidators {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, strictRequired: false });
  // Says in words what a pattern asks for; editors show it as well.
  ajv.addKeyword("patternErrorMessage");
  ajv.addFormat("iana-time-zone", isTimeZone);
  return {
    Lake: ajv.compile(lakeSchema),
    Classification: ajv.compile(classificationSchema),
    Group: ajv.compile(groupSchema),
    Bucket: ajv.compile(bucketSchema),
  };
}

/** A name of the IANA database; fixed offsets are no time zones, they do not know daylight saving time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
