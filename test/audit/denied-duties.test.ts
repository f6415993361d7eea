/** What Denies of others in a bucket's policy take from those who read and write there. */

import { describe, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { GovernedBucket } from "../../src/model/governed-bucket.ts";
import type { Role } from "../../src/model/state.ts";
import { bucket, keyArn, liveOf, mayUseKey, objects, role, roleArn } from "../access/scene.ts";
import type { Json } from "../access/scene.ts";
import { claimsBucket, estate, location } from "./estate.ts";

const bucketArn = objects.slice(0, -2);
const lake = roleArn("lake");
const mayDoAll: Json = { Effect: "Allow", Action: "s3:*", Resource: "*" };
const writers: readonly Role[] = [role("lake", mayDoAll, mayUseKey), role("etl", mayDoAll, mayUseKey)];

function deny(Action: unknown, more: Json = {}): Json {
  return { Sid: "Theirs", Effect: "Deny", Principal: "*", Action, Resource: [bucketArn, objects], ...more };
}

interface Given {
  readonly roles?: readonly Role[];
  readonly governed?: Partial<GovernedBucket>;
  /** Where the location of the role `lake` is. */
  readonly path?: string;
}

/** LGF603 of a bucket with this one statement, and a location whose role is `lake`. */
function found(statement: Json, { roles = writers, governed = {}, path = "/warehouse" }: Given = {}): readonly Finding[] {
  const more = location(`${bucketArn}${path}`, { role: lake });
  const { live, desired } = estate({ desired: [more], without: [more[0]] });
  const { facts } = liveOf({ bucketPolicy: [statement] });
  const buckets = [{ ...claimsBucket, key: keyArn, registrationRoles: [lake], operators: [], breakGlass: [], ...governed }];
  const findings = assess({ live: { ...live, roles, ...(facts === undefined ? {} : { facts }) }, desired: { ...desired, buckets } });
  return findings.filter(({ code }) => code === "LGF603");
}

/** What the one finding says after the name of the bucket, with its severity and status. */
function said(statement: Json, given: Given = {}): string {
  const [finding, ...rest] = found(statement, given);
  expect(rest).toEqual([]);
  return finding === undefined
    ? "nothing"
    : `${finding.severity} ${finding.status} ${finding.message.split(`policy of ${bucket} `)[1] ?? ""}`;
}

/** Of a Deny of writing on this path. */
function on(path: string): string {
  return said(deny("s3:PutObject", { Resource: `${bucketArn}/${path}` }));
}

describe("a Deny of others", () => {
  test.each(["s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"])(
    "of %s is found where it hits the registration role: LGF603",
    (action) => {
      expect(said(deny(action))).toBe(`high failed denies ${lake} ${action}`);
    },
  );

  test("names each principal once, with all that it takes from it", () => {
    const actions = "s3:GetObject, s3:ListBucket, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload";
    expect(said(deny("s3:*"), { governed: { directAccess: [roleArn("etl")] } })).toBe(
      `high failed denies ${lake} ${actions}; ${roleArn("etl")} ${actions}`,
    );
    expect(found(deny("s3:*"))[0]?.evidence).not.toHaveProperty("examples");
  });

  test.each(["aws:PrincipalTag/team", "aws:SourceVpce", "aws:userid", "s3:x-amz-acl"])("under a condition on %s may hit", (key) => {
    const Condition = { StringNotEquals: { [key]: "x" } };
    const { policies: _policies, ...unread } = role("lake");
    expect(said(deny("s3:PutObject", { Condition }), { roles: [unread] })).toBe(`medium unknown may deny ${lake} s3:PutObject`);
  });

  test("of listing under a prefix may hit, and one of public objects hits nobody", () => {
    const Condition = { StringLike: { "s3:prefix": "secret/*" } };
    expect(said(deny("s3:ListBucket", { Condition }))).toBe(`medium unknown may deny ${lake} s3:ListBucket`);
    expect(said(deny("s3:PutObject", { Condition: { StringEquals: { "s3:x-amz-acl": "public-read" } } }))).toBe("nothing");
  });

  test("that asks for the encryption header hits writers who may leave it out", () => {
    const Condition = { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } };
    expect(said(deny("s3:PutObject", { Condition }))).toBe(`medium failed denies ${lake} s3:PutObject without encryption header`);
    expect(said(deny("s3:PutObject", { Condition }), { governed: { writers: "header-required" } })).toBe("nothing");
  });

  test("on the path of a location is certain, beside it nothing, inside it open", () => {
    expect(on("warehouse/*")).toBe(`high failed denies ${lake} s3:PutObject`);
    expect(on("w*")).toBe(`high failed denies ${lake} s3:PutObject`);
    expect(on("raw/*")).toBe("nothing");
    expect(on("warehouse/claims/*")).toBe(`medium unknown may deny ${lake} s3:PutObject`);
    expect(on("warehouse/?")).toBe(`medium unknown may deny ${lake} s3:PutObject`);
  });

  test("beside the location is open where the role reads the bucket directly, too", () => {
    const governed = { directAccess: [lake] };
    expect(said(deny("s3:PutObject", { Resource: `${bucketArn}/raw/*` }), { governed })).toBe(
      `medium unknown may deny ${lake} s3:PutObject`,
    );
  });

  test("takes no writing from those who may not write by themselves", () => {
    const reader = role("lake", { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "*" });
    expect(said(deny("s3:PutObject"), { roles: [reader] })).toBe("nothing");
    expect(said(deny("s3:Get*"), { roles: [reader] })).toBe(`high failed denies ${lake} s3:GetObject`);
    const { policies: _policies, ...unread } = reader;
    expect(said(deny("s3:PutObject"), { roles: [unread] })).toBe(`high failed denies ${lake} s3:PutObject`);
  });

  test("of writing is told for operators and break-glass whose policies are known to let them write, and is no outage", () => {
    const governed = { operators: [roleArn("etl")], breakGlass: [roleArn("emergency")] };
    const Condition = { ArnNotLike: { "aws:PrincipalArn": lake } };
    const roles = [...writers, role("emergency", mayDoAll)];
    expect(said(deny("s3:PutObject", { Condition }), { governed, roles })).toBe(
      `medium failed denies ${roleArn("etl")} s3:PutObject; ${roleArn("emergency")} s3:PutObject`,
    );
    expect(said(deny("s3:PutObject", { Condition }), { governed, roles: [role("etl"), role("emergency")] })).toBe("nothing");
  });
});
