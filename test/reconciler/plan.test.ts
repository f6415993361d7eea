/** Plans: what differs, in which order it is applied, and what must not be applied at all. */

import { AddLFTagsToResourceCommand } from "@aws-sdk/client-lakeformation";
import { describe, expect, test } from "vitest";

import type { LfTagAssignment } from "../../src/kinds/lf-tag-assignment/spec.ts";
import type { Change } from "../../src/model/change.ts";
import type { Resource, Resources } from "../../src/model/state.ts";
import { diff } from "../../src/reconciler/diff.ts";
import { guard } from "../../src/reconciler/guard/guard.ts";
import { account, converge, openLake, pending, prepare, region, roleArn } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";
import { clientsOf } from "../sandbox/clients.ts";

const columns = (...names: readonly string[]) => names.map((name) => ({ name, type: "string" }));
const catalog = {
  databases: [
    {
      name: "claims",
      location: "s3://lake/claims",
      tables: [
        { name: "patients", columns: columns("ssn", "city") },
        { name: "visits", columns: columns("id", "cost") },
      ],
    },
  ],
} as const;
const lake = (more = ""): string => `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\n${more}`;
const claims = (rules: string, more = "default: 3"): string => `kind: Classification\ndatabase: claims\n${more}\nrules: ${rules}`;
const group = (clearance: number, more = ""): string =>
  `kind: Group\nname: a\nclearance: ${clearance}\n${more}\nprincipals: [{role: analyst}]`;
const roles = ["analyst", "LakeAdmin", "LakeRegistration"];

function state(...entries: readonly (readonly [string, unknown])[]): Resources {
  return new Map(entries.map(([address, spec]): [string, Resource] => [address, { kind: "lf-tag", spec }]));
}

describe("diff", () => {
  test("says what is created, updated and deleted, by address", () => {
    const live = state(["b", { value: 1 }], ["c", { value: 1 }], ["d", { value: 1 }]);
    const desired = state(["a", { value: 1 }], ["b", { value: 2 }], ["c", { value: 1 }]);
    expect(diff(live, desired, () => "not-declared").map(({ action, address, reason }) => [action, address, reason])).toEqual([
      ["create", "a", "declared"],
      ["update", "b", "value-differs"],
      ["delete", "d", "not-declared"],
    ]);
  });

  test("leaves alone what no rule removes, and takes no notice of where things are written", () => {
    const live = state(["a", { x: 1, y: 2 }], ["z", {}]);
    const range = { file: "p.yaml", line: 1, column: 1, end: { line: 1, column: 2 } };
    const desired: Resources = new Map([["a", { kind: "lf-tag", spec: { y: 2, x: 1 }, origins: [range] }]]);
    expect(diff(live, desired, () => undefined)).toEqual([]);
  });
});

/** The step of the first change that fits; fails where none does. */
function stepOf(changes: readonly Change[], fits: (change: Change) => boolean): number {
  const change = changes.find(fits);
  if (change === undefined) throw new Error(`no such change among ${changes.map(({ address }) => address).join(", ")}`);
  return change.step;
}

function assigns(change: Change): LfTagAssignment | undefined {
  return change.kind === "lf-tag-assignment" ? ((change.after ?? change.before) as LfTagAssignment) : undefined;
}

describe("order", () => {
  test("first adoption: values, tags, grants, and only then IAM_ALLOWED_PRINCIPALS, then locations", async () => {
    const opened = openLake({ catalog, roles });
    const set = policies(
      lake("locations: [{path: 's3://lake', role: LakeRegistration}]\n"),
      claims("[{match: '*.ssn', grade: 1}]", "default: 3\ndomain: x"),
      group(1, "access: own\ndomains: [x]"),
    );
    const { changes } = await prepare(opened, set);
    const steps = [
      stepOf(changes, ({ kind }) => kind === "lf-tag"),
      stepOf(changes, (change) => assigns(change)?.column !== undefined),
      stepOf(changes, (change) => assigns(change)?.table === "patients" && assigns(change)?.column === undefined),
      stepOf(changes, ({ address }) => address.includes("lf-tag-policy/table")),
      stepOf(changes, ({ reason }) => reason === "default-access"),
      stepOf(changes, ({ kind }) => kind === "lf-location"),
      stepOf(changes, ({ address }) => address.includes("data-location")),
    ];
    expect(steps).toEqual([...steps].toSorted((a, b) => a - b));
    expect(new Set(steps).size).toBe(steps.length);
    expect(changes.map(({ step }) => step)).toEqual(changes.map(({ step }) => step).toSorted((a, b) => a - b));
  });

  test("a column is released while a group loses its clearance: the old grant goes before the tag widens", async () => {
    const opened = openLake({ catalog, roles });
    await converge(opened, policies(lake(), claims("[{match: 'patients.ssn', grade: 1}]"), group(2)));
    const { changes } = await prepare(opened, policies(lake(), claims("[{match: 'patients.ssn', grade: 2}]"), group(3)));
    const revoke = stepOf(changes, ({ action, address }) => action === "delete" && address.includes("lf-tag-policy/table"));
    const widen = stepOf(changes, (change) => assigns(change)?.column === "ssn");
    expect(revoke).toBeLessThan(widen);
  });

  test("an unchanged grant is never revoked, and a replaced one only after its replacement", async () => {
    const opened = openLake({ catalog, roles });
    await converge(opened, policies(lake(), claims("[]"), group(2)));
    const { changes } = await prepare(opened, policies(lake(), claims("[]"), group(1)));
    const table = changes.filter(({ address }) => address.includes("lf-tag-policy/table"));
    expect(table.map(({ action }) => action)).toEqual(["create", "delete"]);
    expect(
      (await prepare(opened, policies(lake(), claims("[{match: '*.city', grade: 1}]"), group(2)))).changes.map(({ kind }) => kind),
    ).toEqual(["lf-tag-assignment"]);
  });

  test("a removed value uncovers what is final by then", async () => {
    const opened = openLake({ catalog, roles });
    const inherit = "default: 2\nnewColumns: inherit";
    await converge(opened, policies(lake(), claims("[{match: 'patients.ssn', grade: 1}]", inherit), group(2)));
    const { changes } = await prepare(opened, policies(lake(), claims("[]", "default: 3\nnewColumns: inherit"), group(2)));
    const table = stepOf(changes, (change) => assigns(change)?.table === "patients" && assigns(change)?.column === undefined);
    expect(table).toBeLessThan(stepOf(changes, (change) => change.action === "delete" && assigns(change)?.column === "ssn"));
  });
});

/** A change of one administrator's entry. */
function admin(principal: string, action: "create" | "delete"): Change {
  const spec = { setting: "admin", principal };
  const address = `lf-settings/admin/${principal}`;
  const [before, after] = action === "create" ? [null, spec] : [spec, null];
  return { address, kind: "lf-settings", action, reason: "not-declared", impact: "narrows", before, after, origins: [], step: 20 };
}

describe("guards refuse", () => {
  test("plans that take administrators away, wherever they come from", async () => {
    const { live } = await prepare(openLake({ catalog, roles }), policies(lake(), claims("[]")));
    const codes = (...changes: readonly Change[]): readonly string[] => guard(live, changes).map(({ code }) => code);
    const other = roleArn("LakeAdmin");
    expect(codes(admin(live.caller, "delete"))).toEqual(["LG5003", "LG5004"]);
    expect(codes(admin(live.caller, "delete"), admin(other, "create"))).toEqual(["LG5004"]);
    expect(codes(admin(other, "create"))).toEqual([]);
    const blind = { ...live, unread: [{ kind: "lf-grant", what: "grants", reason: "denied" }] };
    expect(guard(blind, []).map(({ code }) => code)).toEqual(["LG5002"]);
    const unread = [
      { kind: "lf-grant", what: "grants", reason: `x is neither a data lake administrator nor a read-only one${"y".repeat(1000)}` },
      { kind: "roles", what: "roles", reason: "IAM GetAccountAuthorizationDetails: AccessDenied: no" },
    ];
    const [{ notes = [], help } = { help: undefined }] = guard({ ...blind, unread }, []);
    expect(notes.map((note) => [note.split(":", 1)[0], note.length])).toEqual([
      ["grants", 308],
      ["roles", 59],
    ]);
    expect(help).toMatch(/lakegrade bootstrap.*; .*lakegrade iam-policy plan/);
  });

  test("the removal of the caller's own administrator entry never comes up, and of the last one neither", async () => {
    const opened = openLake({ catalog, roles });
    const set = policies(lake("adminsExclusive: true\n"), claims("[]"));
    expect((await prepare(opened, set)).refusals).toEqual([]);
    await converge(opened, set);
    const admins = [...(await prepare(opened, set)).live.resources.keys()].filter((address) => address.startsWith("lf-settings/admin/"));
    expect(admins).toHaveLength(1);
    const named = policies(lake("adminsExclusive: true\nadmins: [LakeAdmin]\n"), claims("[]"));
    await converge(opened, named);
    expect(await pending(opened, named)).toEqual([]);
  });

  test("the deletion of a grade that data still carries", async () => {
    const opened = openLake({ catalog, roles });
    await converge(opened, policies(lake(), claims("[]")));
    const two = lake("grades: {1: {en: a}, 2: {en: b}}\n");
    expect((await prepare(opened, policies(two))).refusals).toMatchObject([{ code: "LG5005", severity: "error" }]);
    // Re-graded in the same plan, nothing is lost.
    const regraded = policies(two, claims("[]", "default: 2"));
    expect((await prepare(opened, regraded)).refusals).toEqual([]);
    await converge(opened, regraded);
    expect(await pending(opened, regraded)).toEqual([]);
  });
});

function inheriting(grade: number) {
  return policies(lake(), claims("[]", `default: ${grade}\nnewColumns: inherit`), group(2));
}

describe("refining", () => {
  test("a value that somebody else wrote where it is inherited anyway is no difference, and goes when it begins to matter", async () => {
    const opened = openLake({ catalog, roles });
    await converge(opened, inheriting(3));
    await clientsOf(opened.sandbox).lakeFormation.send(
      new AddLFTagsToResourceCommand({
        Resource: { TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames: ["ssn"] } },
        LFTags: [{ TagKey: "grade", TagValues: ["3"] }],
      }),
    );
    expect(await pending(opened, inheriting(3))).toEqual([]);
    const { changes } = await prepare(opened, inheriting(1));
    expect(changes.some((change) => assigns(change)?.column === "ssn")).toBe(true);
    await converge(opened, inheriting(1));
    expect(await pending(opened, inheriting(1))).toEqual([]);
  });
});

describe("ownership", () => {
  test("a database that is no longer managed keeps its tags, and other keys are nobody's business", async () => {
    const opened = openLake({ catalog, roles });
    await converge(opened, policies(lake(), claims("[]"), group(2)));
    const { lakeFormation } = opened.ports;
    await lakeFormation.createLFTag({ TagKey: "team", TagValues: ["x"] });
    await lakeFormation.addLFTagsToResource({ Resource: { Database: { Name: "claims" } }, LFTags: [{ TagKey: "team", TagValues: ["x"] }] });
    expect(await pending(opened, policies(lake(), claims("[]"), group(2)))).toEqual([]);
    const { changes, live } = await prepare(opened, policies(lake(), group(2)));
    expect(changes.filter((change) => assigns(change) !== undefined)).toEqual([]);
    expect(live.resources.has("lf-tag-assignment/grade/claims")).toBe(true);
  });

  test("a grant on the grade key is ours whoever holds it", async () => {
    const opened = openLake({ catalog, roles });
    await converge(opened, policies(lake(), claims("[]")));
    await opened.ports.lakeFormation.batchGrantPermissions({
      Entries: [
        {
          Id: "0",
          Principal: { DataLakePrincipalIdentifier: roleArn("analyst") },
          Resource: { LFTagPolicy: { ResourceType: "TABLE", Expression: [{ TagKey: "grade", TagValues: ["*"] }] } },
          Permissions: ["SELECT"],
        },
      ],
    });
    expect((await prepare(opened, policies(lake(), claims("[]")))).changes).toMatchObject([{ action: "delete", reason: "not-declared" }]);
  });
});
