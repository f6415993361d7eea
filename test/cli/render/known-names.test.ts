/** Keys and groups in a plan go by the names that people know. */

import { expect, test } from "vitest";

import { en } from "../../../src/cli/messages/en.ts";
import { knownNames } from "../../../src/cli/render/known-names.ts";
import { planView } from "../../../src/cli/render/plan-view.ts";
import type { Change } from "../../../src/model/change.ts";
import { keyFacts } from "../../key-facts.ts";

const keyArn = (id: string): string => `arn:aws:kms:ap-northeast-2:111122223333:key/${id}`;
const groupArn = (id: string): string => `arn:aws:identitystore:::group/${id}`;
const [aliased, bare] = ["98ba7c21-0000-4000-8000-000000000001", "12345678-0000-4000-8000-000000000002"];
const group = "9067a1b2-0000-4000-8000-000000000003";

const names = knownNames(
  {
    keys: [keyFacts({ arn: keyArn(aliased), aliases: ["alias/claims", "alias/old"] }), keyFacts({ arn: keyArn(bare) })],
    identityCenter: {
      instance: "i",
      identityStore: "d",
      region: "ap-northeast-2",
      owner: "111122223333",
      caller: "111122223333",
      permissionSets: [],
      groups: [{ id: group, name: "Data analysts" }],
    },
  },
  "aws",
);

const shared = { action: "create", reason: "declared", impact: "neutral", before: null, origins: [], step: 10 } as const;
const rotation = (id: string): Change => ({
  ...shared,
  kind: "kms-key-rotation",
  address: `kms-key-rotation/${id}`,
  after: { key: keyArn(id), enabled: true, periodInDays: null },
});
const changes: readonly Change[] = [
  rotation(aliased),
  rotation(bare),
  {
    ...shared,
    kind: "s3-bucket-encryption",
    address: "s3-bucket-encryption/adw",
    after: { bucket: "adw", algorithm: "aws:kms", key: keyArn(aliased), bucketKey: true, blocked: [] },
  },
  ...[group, bare].map((id): Change => ({
    ...shared,
    kind: "lf-grant",
    address: `lf-grant/${id}`,
    after: { principal: groupArn(id), securable: { type: "database", database: "claims" }, permissions: ["DESCRIBE"], grantable: [] },
  })),
];

test("an alias or a display name stands beside the start of the id, in titles and in values; what has none keeps its ARN", () => {
  const blocks = planView(changes, { full: true, messages: en, names }).flatMap((section) => section.blocks);
  expect(blocks.map(({ title }) => title).toSorted()).toEqual([
    "alias/claims (key/98ba7c21…)",
    groupArn(bare),
    keyArn(bare),
    "group/Data analysts (9067a1b2…)",
    "s3://adw",
  ]);
  const encryption = blocks.find(({ title }) => title === "s3://adw");
  expect(encryption?.lines[0]?.text).toContain("alias/claims (key/98ba7c21…)");
});

test("without facts all go by their ARNs", () => {
  const titles = planView(changes, { full: true, messages: en }).flatMap(({ blocks }) => blocks.map(({ title }) => title));
  expect(titles).toEqual(expect.arrayContaining([keyArn(aliased), groupArn(group)]));
});
