/** For each kind the specs that can exist in the account of `fixtureLake`: the one thing a new kind adds to the laws over kinds. */

import * as fc from "fast-check";

import type { GlueDatabaseDefaults } from "../src/kinds/glue-database-defaults/spec.ts";
import type { LfGrant } from "../src/kinds/lf-grant/spec.ts";
import type { LfLocation } from "../src/kinds/lf-location/spec.ts";
import type { LfSettings } from "../src/kinds/lf-settings/spec.ts";
import type { LfTagAssignment } from "../src/kinds/lf-tag-assignment/spec.ts";
import type { LfTag } from "../src/kinds/lf-tag/spec.ts";
import type { KmsKeyRotation } from "../src/kinds/kms-key-rotation/spec.ts";
import type { S3BucketEncryption } from "../src/kinds/s3-bucket-encryption/spec.ts";
import type { S3BucketPolicy } from "../src/kinds/s3-bucket-policy/spec.ts";
import type { S3PublicAccessBlock } from "../src/kinds/s3-public-access-block/spec.ts";
import { statementJson } from "../src/model/iam/format-policy.ts";
import { statementsDigest } from "../src/model/iam/normal-statement.ts";
import type { PolicyStatement } from "../src/model/iam/policy-document.ts";
import { sidPrefix } from "../src/model/ours.ts";
import type { Permission } from "../src/model/permission.ts";
import type { Securable } from "../src/model/securable.ts";
import { account, openLake, roleArn } from "./governed-lake.ts";
import type { GovernedLake } from "./governed-lake.ts";
import type { Wanted } from "../src/model/wanted.ts";
import { seedAlias, seedBucket, seedKey } from "../src/sandbox/seed.ts";
import { directPorts } from "./direct-ports.ts";
import { permissionSetPolicies, rolePolicies, seedDirectory } from "./guardrail-arbitraries.ts";

const roles = ["analyst", "Engineer", "registration"] as const;
const columns = ["ssn", "City", "a.b", "c/d e", "주민번호"] as const;
const databases = ["claims", "보험.DB"] as const;
const tables = ["Patients", "x/y z"] as const;
/** The first key of an account is the same in each: ids come from the sandbox's seed. */
const keyArn = seedKey(openLake({ catalog: { databases: [] } }).sandbox);
/** A bucket by itself, and one in whose policy others write, too. */
const buckets = ["lake-data", "lake-shared"] as const;
const otherStatement: PolicyStatement = {
  sid: "Backup",
  effect: "Deny",
  principal: { negated: true, byType: { AWS: [roleArn("Engineer")] } },
  action: { negated: false, names: ["s3:DeleteObject"] },
  resource: { negated: false, names: ["arn:aws:s3:::lake-shared/*"] },
  conditions: [],
};
const savedExpression = [{ key: "grade", values: ["1", "2"] }] as const;

/** All that can be asked for by name in the account of `fixtureLake`. */
export const fixtureWanted: Wanted = { buckets, keys: ["alias/lake"], permissionSets: [], groups: [], identityCenter: true };

/** Two databases with two tables each, LF-Tags, a registered place, a saved expression and a data cells filter. */
export async function fixtureLake(): Promise<GovernedLake> {
  const { sandbox } = openLake({
    roles,
    catalog: {
      databases: databases.map((name) => ({
        name,
        location: `s3://lake/${databases.indexOf(name)}`,
        tables: tables.map((table) => ({ name: table, columns: columns.map((column) => ({ name: column, type: "string" })) })),
      })),
    },
  });
  seedDirectory(sandbox);
  const ports = directPorts(sandbox);
  const { lakeFormation } = ports;
  await lakeFormation.createLFTag({ TagKey: "grade", TagValues: ["1", "2", "3"] });
  await lakeFormation.createLFTag({ TagKey: "domain", TagValues: ["보험", "hr"] });
  await lakeFormation.registerResource({ ResourceArn: "arn:aws:s3:::lake", RoleArn: roleArn("registration") });
  const direct = lakeFormation as unknown as Readonly<Record<string, (input: object) => Promise<unknown>>>;
  await direct["createLFTagExpression"]?.({
    Name: "Saved",
    Expression: savedExpression.map(({ key, values }) => ({ TagKey: key, TagValues: [...values] })),
  });
  await direct["createDataCellsFilter"]?.({
    TableData: {
      TableCatalogId: account,
      DatabaseName: "claims",
      TableName: "patients",
      Name: "Seoul",
      RowFilter: { AllRowsWildcard: {} },
      ColumnNames: ["ssn"],
    },
  });
  for (const bucket of buckets) seedBucket(sandbox, bucket);
  seedAlias(sandbox, "alias/lake", seedKey(sandbox));
  await ports.s3.putBucketPolicy({
    Bucket: "lake-shared",
    Policy: JSON.stringify({ Version: "2012-10-17", Id: "others", Statement: [statementJson(otherStatement)] }),
  });
  return { sandbox, ports };
}

const database = fc.constantFrom(...databases);
const table = fc.constantFrom(...tables);
const someColumns = fc.subarray([...columns], { minLength: 1 });
const principal = fc.constantFrom(...roles).map(roleArn);

const onDatabase: readonly Permission[] = ["ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"];
const onTable: readonly Permission[] = ["ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"];
const onTag: readonly Permission[] = ["ASSOCIATE", "DESCRIBE", "GRANT_WITH_LF_TAG_EXPRESSION"];
const onExpression: readonly Permission[] = ["ALTER", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"];

const expression = fc
  .subarray(
    [
      { key: "Grade", values: ["3", "2"] },
      { key: "domain", values: ["HR", "보험"] },
    ],
    { minLength: 1 },
  )
  .map((conditions) => conditions.toReversed());

/** Securables with the permissions that are legal on them; ALL where it can be granted; no grant option where it cannot. */
const grantOn: fc.Arbitrary<{ readonly securable: Securable; readonly legal: readonly Permission[]; readonly passable?: false }> = fc.oneof(
  fc.constant({ securable: { type: "catalog" } as const, legal: ["CREATE_DATABASE", "CREATE_LF_TAG"] as const }),
  database.map((name) => ({ securable: { type: "database", database: name } as const, legal: [...onDatabase, "ALL"] as const })),
  fc
    .tuple(database, table)
    .map(([d, t]) => ({ securable: { type: "table", database: d, table: t } as const, legal: [...onTable, "ALL"] as const })),
  database.map((name) => ({ securable: { type: "all-tables", database: name } as const, legal: [...onTable, "ALL"] as const })),
  fc
    .tuple(database, table, someColumns)
    .map(([d, t, list]) => ({ securable: { type: "columns", database: d, table: t, columns: list } as const, legal: ["SELECT"] as const })),
  fc.tuple(database, table, someColumns).map(([d, t, excluded]) => ({
    securable: { type: "columns-except", database: d, table: t, excluded } as const,
    legal: ["SELECT"] as const,
    passable: false as const,
  })),
  fc.constant({
    securable: { type: "data-cells-filter", database: "Claims", table: "patients", filter: "Seoul" } as const,
    legal: ["SELECT", "DESCRIBE"] as const,
  }),
  fc.constantFrom("", "/0", "/0/deep").map((path) => ({
    securable: { type: "data-location", arn: `arn:aws:s3:::lake${path}` } as const,
    legal: ["DATA_LOCATION_ACCESS"] as const,
  })),
  fc
    .subarray(["1", "2", "3"], { minLength: 1 })
    .map((values) => ({ securable: { type: "lf-tag", key: "GRADE", values: values.toReversed() } as const, legal: onTag })),
  expression.map((e) => ({
    securable: { type: "lf-tag-policy", target: "database", expression: e } as const,
    legal: [...onDatabase, "ALL"] as const,
  })),
  expression.map((e) => ({
    securable: { type: "lf-tag-policy", target: "table", expression: e } as const,
    legal: [...onTable, "ALL"] as const,
  })),
  fc.constantFrom("database", "table").map((target) => ({
    securable: { type: "lf-tag-policy-named", target, name: "Saved", expression: savedExpression } as const,
    legal: target === "database" ? onDatabase : onTable,
  })),
  fc.constant({ securable: { type: "lf-tag-expression", name: "Saved" } as const, legal: onExpression }),
);

const grant: fc.Arbitrary<LfGrant> = grantOn.chain(({ securable, legal, passable = true }) =>
  fc.subarray([...legal], { minLength: 1 }).chain((permissions) =>
    fc.record({
      principal,
      securable: fc.constant(securable),
      permissions: fc.constant(permissions),
      grantable: passable ? fc.subarray(permissions) : fc.constant([]),
    }),
  ),
);

const settings: fc.Arbitrary<LfSettings> = fc.oneof(
  fc.record({ setting: fc.constantFrom("admin", "read-only-admin"), principal }),
  fc.record({ setting: fc.constantFrom("create-database-default", "create-table-default"), iamAllowedPrincipals: fc.boolean() }),
  fc.record({
    setting: fc.constant("external-data-filtering" as const),
    enabled: fc.boolean(),
    accounts: fc.subarray(["444455556666", "222233334444"]).map((list) => list.toReversed()),
    sessionTagValues: fc.subarray(["engine-b", "Engine-A"]),
  }),
  fc.record({ setting: fc.constant("full-table-external-access" as const), enabled: fc.boolean() }),
);

const tag: fc.Arbitrary<LfTag> = fc.record({
  key: fc.constantFrom("grade", "Team", "한국어 키", "a/b=c"),
  value: fc.constantFrom("1", "4", "Core Team", "핵심", "x:y@z%"),
});

/** On a column a value that its table does not have: nothing else in the account is tagged. */
const assignment: fc.Arbitrary<LfTagAssignment> = fc
  .tuple(
    fc.oneof(
      fc.record({ key: fc.constantFrom("grade", "GRADE"), value: fc.constantFrom("1", "2", "3") }),
      fc.record({ key: fc.constant("Domain"), value: fc.constantFrom("보험", "HR") }),
    ),
    database,
    fc.option(fc.tuple(table, fc.option(fc.constantFrom(...columns)))),
  )
  .map(([label, name, below]) => ({
    ...label,
    database: name,
    ...(below === null ? {} : { table: below[0], ...(below[1] === null ? {} : { column: below[1] }) }),
  }));

const location: fc.Arbitrary<LfLocation> = fc.record({
  arn: fc.constantFrom("arn:aws:s3:::other", "arn:aws:s3:::other/", "arn:aws:s3:::lake/1/deep er//"),
  role: fc.constantFrom("registration", "Engineer").map(roleArn),
  hybrid: fc.boolean(),
  federation: fc.boolean(),
  privileged: fc.constant(false),
});

const defaults: fc.Arbitrary<GlueDatabaseDefaults> = fc.record({
  database: fc.constantFrom("Claims", "보험.db"),
  grants: fc.subarray([
    { principal: "IAM_ALLOWED_PRINCIPALS", permissions: ["ALL"] as const },
    { principal: roleArn("analyst"), permissions: ["SELECT", "INSERT"] as const },
  ]),
});

const bucket = fc.constantFrom(...buckets);

const encryption: fc.Arbitrary<S3BucketEncryption> = fc
  .tuple(
    bucket,
    fc.constantFrom(
      { algorithm: "AES256", key: null, bucketKey: false },
      { algorithm: "aws:kms", key: null, bucketKey: true },
      { algorithm: "aws:kms", key: keyArn, bucketKey: true },
      { algorithm: "aws:kms:dsse", key: "alias/elsewhere", bucketKey: false },
    ),
    fc.constantFrom([], ["NONE"], ["SSE-C"]),
  )
  .map(([name, rule, blocked]) => ({ ...rule, bucket: name, blocked }));

const publicAccessBlock: fc.Arbitrary<S3PublicAccessBlock> = fc.record({
  bucket,
  blockPublicAcls: fc.boolean(),
  ignorePublicAcls: fc.boolean(),
  blockPublicPolicy: fc.boolean(),
  restrictPublicBuckets: fc.boolean(),
});

const rotation: fc.Arbitrary<KmsKeyRotation> = fc.record({
  key: fc.constant(keyArn),
  enabled: fc.constant(true),
  periodInDays: fc.constantFrom(90, 365, 2560),
});

/** Statements as S3 may hold them, in whatever order lists are written. */
const bucketPolicy: fc.Arbitrary<S3BucketPolicy> = fc
  .tuple(bucket, fc.constantFrom("adw", "adw-2"), fc.subarray(["DenyTls", "DenyKey", "AllowEtl"], { minLength: 1 }), fc.boolean())
  .map(([name, lake, sids, reversed]) => {
    const prefix = sidPrefix(lake);
    const statements = sids.map((sid): PolicyStatement => {
      const resources = [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`];
      return {
        sid: `${prefix}${sid}`,
        effect: sid.startsWith("Allow") ? "Allow" : "Deny",
        principal: { negated: false, byType: { AWS: sid.startsWith("Allow") ? [roleArn("Engineer"), roleArn("analyst")] : ["*"] } },
        action: { negated: false, names: ["s3:GetObject", "s3:ListBucket"] },
        resource: { negated: false, names: reversed ? resources.toReversed() : resources },
        conditions: sid === "DenyTls" ? [{ operator: "Bool", key: "aws:SecureTransport", values: ["false"] }] : [],
      };
    });
    return {
      bucket: name,
      prefix,
      statements: reversed ? statements.toReversed() : statements,
      others: name === "lake-shared" ? statementsDigest([otherStatement]) : "",
    };
  });

/** Specs by the name of their kind. */
export const specs: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  "lf-settings": settings,
  "lf-tag": tag,
  "lf-tag-assignment": assignment,
  "lf-grant": grant,
  "lf-location": location,
  "glue-database-defaults": defaults,
  "iam-role-policy": rolePolicies,
  "permission-set-policy": permissionSetPolicies,
  "kms-key-rotation": rotation,
  "s3-bucket-encryption": encryption,
  "s3-public-access-block": publicAccessBlock,
  "s3-bucket-policy": bucketPolicy,
};
