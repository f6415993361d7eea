/** The JSON Schemas of the policy language, each compiled when the first document of its kind is validated. */

import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";

import bucketSchema from "../../schemas/bucket.schema.json" with { type: "json" };
import classificationSchema from "../../schemas/classification.schema.json" with { type: "json" };
import groupSchema from "../../schemas/group.schema.json" with { type: "json" };
import lakeSchema from "../../schemas/lake.schema.json" with { type: "json" };
import type { Bucket, Classification, Group, Lake } from "./policy.gen.ts";

/** A validator that reports all errors, with the schemas and the values they are about; its schema is compiled when it is first asked for. */
function validatorOf<Document>(schema: object): () => ValidateFunction<Document> {
  let compiled: ValidateFunction<Document> | undefined;
  return () => (compiled ??= compile<Document>(schema));
}

/** One validator a kind: compiling takes a moment, and few files hold documents of every kind. INVARIANT: schema and type say the same. */
export const schemaValidators = {
  Lake: validatorOf<Lake>(lakeSchema),
  Classification: validatorOf<Classification>(classificationSchema),
  Group: validatorOf<Group>(groupSchema),
  Bucket: validatorOf<Bucket>(bucketSchema),
} as const;

/** One for all. Tests hold our schemas against the schema of schemas: to compile that one would take longer than all of ours. */
let ajv: Ajv2020 | undefined;

function compile<Document>(schema: object): ValidateFunction<Document> {
  ajv ??= new Ajv2020({ allErrors: true, verbose: true, strict: true, strictRequired: false, validateSchema: false })
    // Says in words what a pattern asks for; editors show it as well.
    .addKeyword("patternErrorMessage")
    .addFormat("iana-time-zone", isTimeZone);
  return ajv.compile<Document>(schema);
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
