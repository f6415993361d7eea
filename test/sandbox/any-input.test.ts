/** Every operation under any input its schema allows: answers or AWS errors, never a failure of the sandbox itself. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { createIdentities } from "../../src/sandbox/identities.ts";
import { createOrganization } from "../../src/sandbox/organization.ts";
import { seedCatalog, seedRole } from "../../src/sandbox/seed.ts";
import { seedAssignment, seedGroup, seedInstance, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { createServices } from "../../src/sandbox/services.ts";
import type { Service } from "../../src/sandbox/services.ts";
import { operationModel } from "../../src/sandbox/wire/service-model.ts";
import type { Shape, Structure } from "../../src/sandbox/wire/shape.ts";
import { account, region, testSandbox } from "./clients.ts";

const services = createServices(createIdentities(account, region, createOrganization(account), 1));

/** S3 speaks another protocol, and has a test like this of its own. */
const spoken = [...services.values()].filter(({ model }) => model.protocol !== "rest-xml");

const operations = spoken.flatMap((service) => Object.keys(service.operations).map((name) => [service, name] as const));

/** IAM Identity Center with one of each; the seed makes its ids the same in every sandbox. */
function seedIdentityCenter(sandbox: Sandbox): readonly string[] {
  const { arn, store } = seedInstance(sandbox, { provisioningCalls: 0 });
  const set = seedPermissionSet(sandbox, "DataAnalyst", { managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] });
  const group = seedGroup(sandbox, "data-analysts");
  seedAssignment(sandbox, "DataAnalyst", "data-analysts");
  return [arn, store.id, set.arn, group.id, "arn:aws:iam::aws:policy/ReadOnlyAccess", "GROUP", "AWS_ACCOUNT", "displayName"];
}

/** Words that mean something to the operations, so that inputs reach beyond the first look-up. */
const words = fc.constantFrom(
  ...seedIdentityCenter(testSandbox()),
  "claims",
  "Patients",
  "ssn",
  "grade",
  "1",
  "*",
  "etl",
  "ALL",
  "SELECT",
  "DESCRIBE",
  "TABLE",
  "DATABASE",
  "s3://adw/claims",
  "IAM_ALLOWED_PRINCIPALS",
  account,
  `arn:aws:iam::${account}:role/etl`,
  "arn:aws:s3:::adw/claims",
  "",
  "한글",
  "__proto__",
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
);

function inputOf(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  switch (shape.type) {
    case "structure":
      return structureOf(shape, depth);
    case "list":
      return fc.array(inputOf(shape.element(), depth + 1), { maxLength: 2 });
    case "map":
      return fc.dictionary(words, inputOf(shape.value(), depth + 1), { maxKeys: 2 });
    case "number":
      return fc.constantFrom(-1, 0, 1, 3600, 1e9, 0.5);
    case "boolean":
      return fc.boolean();
    case "timestamp":
      return fc.constantFrom(0, 1.7e9);
    default:
      return words;
  }
}

function structureOf(shape: Structure, depth: number): fc.Arbitrary<object> {
  const members = [...shape.members()].filter(([name]) => depth < 5 || shape.required.includes(name));
  const model = Object.fromEntries(members.map(([name, member]) => [name, depth > 9 ? fc.constant(null) : inputOf(member, depth + 1)]));
  return fc.record(model, { requiredKeys: [...shape.required] });
}

/** The form of the Query protocol. */
function formOf(value: unknown, prefix: string): readonly [string, string][] {
  if (Array.isArray(value)) return value.flatMap((each, index) => formOf(each, `${prefix}.member.${index + 1}`));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, each]) => formOf(each, prefix === "" ? name : `${prefix}.${name}`));
  }
  return value === undefined || value === null ? [] : [[prefix, typeof value === "string" ? value : JSON.stringify(value)]];
}

async function statusAndBody({ model }: Service, operation: string, input: object): Promise<{ status: number; body: string }> {
  const sandbox = testSandbox();
  const columns = [{ name: "ssn", type: "string" }];
  seedCatalog(sandbox, { databases: [{ name: "claims", location: "s3://adw/claims", tables: [{ name: "patients", columns }] }] });
  seedRole(sandbox, "etl");
  seedIdentityCenter(sandbox);
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20260101/${region}/${model.name}/aws4_request, Signature=0`;
  const form = new URLSearchParams([["Action", operation], ["Version", model.version], ...formOf(input, "")]).toString();
  const { response } = await sandbox.requestHandler.handle({
    method: "POST",
    path: model.protocol === "rest-json" ? `/${operation}` : "/",
    headers: { authorization, "x-amz-target": `${model.targetPrefix}${operation}` },
    body: model.protocol === "query" ? form : JSON.stringify(input),
  });
  return { status: response.statusCode, body: response.body instanceof Uint8Array ? Buffer.from(response.body).toString("utf8") : "" };
}

test.each(operations.map(([service, name]) => [`${service.model.name}:${name}`, service, name] as const))(
  "%s never fails by itself",
  async (_title, service, name) => {
    const model = operationModel(service.model, name);
    if (model === undefined) throw new Error(`AWS has no operation ${name}`);
    await fc.assert(
      fc.asyncProperty(structureOf(model.input, 0), async (input) => {
        const { status, body } = await statusAndBody(service, name, input);
        expect(status >= 500 ? body : "").toBe("");
      }),
      { numRuns: 60 },
    );
  },
);

test("every constraint names a member that the SDK's schemas have", () => {
  for (const { model } of services.values()) {
    const members = new Set<string>();
    for (const schema of Object.values(model.schemas)) {
      if (!Array.isArray(schema) || schema[0] !== 3 || !Array.isArray(schema[4])) continue;
      for (const member of schema[4]) members.add(String(member)).add(`${String(schema[2])}.${String(member)}`);
    }
    expect(Object.keys(model.constraints).filter((key) => !members.has(key))).toEqual([]);
  }
});
