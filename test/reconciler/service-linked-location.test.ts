import { expect, test } from "vitest";

import type { LfLocation } from "../../src/kinds/lf-location/spec.ts";
import type { Change } from "../../src/model/change.ts";
import type { LiveState } from "../../src/model/state.ts";
import { guard } from "../../src/reconciler/guard/guard.ts";

const live: LiveState = {
  account: "111122223333",
  region: "ap-northeast-2",
  readAt: "2026-01-01T00:00:00.000Z",
  caller: "arn:aws:iam::111122223333:role/Apply",
  tagKeys: [],
  catalog: { databases: [] },
  roles: [],
  users: [],
  resources: new Map(),
  unread: [],
};

function updateOf(role: string): Change<LfLocation> {
  const after = {
    arn: "arn:aws:s3:::lake",
    role: "arn:aws:iam::111122223333:role/Register",
    hybrid: false,
    federation: false,
    privileged: false,
  };
  const rest = {
    address: "lf-location/arn:aws:s3:::lake",
    kind: "lf-location",
    reason: "value-differs",
    impact: "widens",
    origins: [],
    step: 94,
  } as const;
  return { ...rest, action: "update", before: { ...after, role }, after };
}

test("a location of the service-linked role is not tried to update: Lake Formation cannot", () => {
  const role = "arn:aws:iam::111122223333:role/aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess";
  expect(guard(live, [updateOf(role)])).toMatchObject([{ code: "LG5015", severity: "error" }]);
});

test("a location of a role of one's own is updated", () => {
  expect(guard(live, [updateOf("arn:aws:iam::111122223333:role/Old")])).toEqual([]);
});
