/** Commands that fail: each with one message, and never with a stack. */

import { writeFile } from "node:fs/promises";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { sessionOf } from "../sandbox/role-session.ts";
import { openLake } from "./command.ts";
import type { Lake } from "./command.ts";

let lake: Lake;
beforeEach(async () => {
  lake = await openLake();
});
afterEach(() => lake.close());

/** Credentials of a session of this role, as environment variables. */
async function environmentOf(role: string): Promise<Record<string, string>> {
  const { accessKeyId, secretAccessKey, sessionToken = "" } = await sessionOf(lake.sandbox, `arn:aws:iam::111122223333:role/${role}`);
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken };
}

/** Exactly one diagnostic, of this code, with help, exit code 1, nothing on standard output and no stack. */
async function expectOne(code: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const ended = await lake.run(words, env);
  expect(ended.stderr.match(/^(error|warning)\[/gm)).toHaveLength(1);
  expect(ended.stderr).toContain(`error[${code}]`);
  expect(ended.stderr).toContain("= help: ");
  expect(ended.stderr).not.toMatch(/\n\s+at /);
  expect([ended.code, ended.stdout]).toEqual([1, ""]);
  return ended.stderr;
}

describe("what stops a command ends in one clear message", () => {
  test("no network", () => expectOne("LG6003", ["plan"], { AWS_ENDPOINT_URL: "http://127.0.0.1:1" }));

  test("no credentials", () => expectOne("LG6002", ["plan"], { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" }));

  test("wrong credentials", async () => {
    lake.sandbox.setFaults({ invalidKeys: ["wrong"] });
    await expectOne("LG6002", ["plan"], { AWS_ACCESS_KEY_ID: "wrong" });
  });

  test("expired credentials", async () => {
    lake.sandbox.setFaults({ expiredKeys: ["old"] });
    await expectOne("LG6002", ["plan"], { AWS_ACCESS_KEY_ID: "old" });
  });

  test("another account than the policies name", async () => {
    await lake.write(
      "policies/lake.yaml",
      'apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "999988887777"\nregion: ap-northeast-2\n',
    );
    expect(await expectOne("LG5001", ["plan"])).toContain("`111122223333`");
  });

  test("a Region without the catalog", async () => {
    await lake.write("policies/lake.yaml", 'apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "111122223333"\nregion: eu-west-1\n');
    expect(await expectOne("LG5002", ["plan"])).toContain(
      "the catalog in eu-west-1 shows no database: it has none, so that `Lake.region` may be wrong, or it shows none to a caller who is no data lake administrator",
    );
  });

  test("registered locations that the caller may not list are called so", async () => {
    lake.sandbox.setFaults({ denied: ["lakeformation:ListResources"] });
    const stderr = await expectOne("LG5002", ["plan"]);
    lake.sandbox.setFaults({});
    expect(stderr).toContain("the account could not be read whole: registered locations");
    expect(stderr).not.toContain("lf-location");
  });

  test("an apply that asks takes `--full`, as the plan does that it shows", async () => {
    expect((await lake.run(["apply", "--help"])).stdout).toContain("--full");
    expect(await lake.run(["apply", "--full"])).toMatchObject({ code: 1, stderr: expect.stringContaining("error[LG5010]") });
  });

  test.each(["plan", "drift", "apply"])(
    "%s by a caller who is no Lake Formation administrator: an empty answer is not taken for truth",
    async (command) => {
      const stderr = await expectOne("LG5002", command === "apply" ? ["apply", "--yes"] : [command], await environmentOf("nobody"));
      expect(stderr).toContain("arn:aws:iam::111122223333:role/nobody is neither a data lake administrator nor a read-only one");
    },
  );

  test("a read-only administrator plans, but cannot apply", async () => {
    await lake.run(["bootstrap", "--yes"]);
    const reader = await environmentOf("LakegradePlan");
    expect(await lake.run(["plan", "--detailed-exitcode"], reader)).toMatchObject({ code: 2 });
    expect(await expectOne("LG5017", ["apply", "--yes"], reader)).toContain("read-only data lake administrator");
  });

  test("a denied call names the operation", async () => {
    lake.sandbox.setFaults({ denied: ["glue:GetDatabases"] });
    expect(await expectOne("LG6004", ["plan"])).toContain("Glue GetDatabases");
  });

  test("roles that may not be listed", async () => {
    lake.sandbox.setFaults({ denied: ["iam:GetAccountAuthorizationDetails"] });
    expect(await expectOne("LG5002", ["plan"])).toContain("roles of the account");
  });

  test("a deleted role", async () => {
    lake.sandbox.account.iam.roles.delete("nightly");
    const stderr = await expectOne("LG3020", ["plan"]);
    expect(stderr).toContain("no role named `nightly` in this account");
    expect(stderr).toContain("(`optional: true` lets a principal be absent)");
    await expectOne("LG3020", ["apply", "--yes"]);
  });

  test("a deleted role does not hide what else differs: drift leaves it out and says so", async () => {
    expect(await lake.run(["apply", "--yes"])).toMatchObject({ code: 0 });
    lake.sandbox.account.iam.roles.delete("nightly");
    // Nothing else differs, and yet it is not "no changes".
    const drift = await lake.run(["drift", "--quiet"]);
    expect(drift).toMatchObject({ code: 2, stderr: "" });
    expect(drift.stdout).toMatch(/^error\[LG3020\]: no role named `nightly` in this account\n.*groups\.yaml:9:22\n/);
    expect(drift.stdout).toContain("- DESCRIBE, SELECT on tables where grade=3");
    expect(drift.stdout).toMatch(
      /1 principal, database, rule, bucket or key of the policies cannot be compared and was left out: `plan` and `apply` refuse/,
    );
    const { leftOut } = JSON.parse((await lake.run(["drift", "--format", "json"])).stdout) as { leftOut: { code: string }[] };
    expect(leftOut.map(({ code }) => code)).toEqual(["LG3020"]);
    expect((await lake.run(["drift", "--format", "sarif"])).stdout).toContain('"ruleId": "LG3020"');
    expect((await lake.run(["drift", "--lang", "ko"])).stdout).toContain("오류[LG3020]: 존재하지 않는 보안 주체: no role named `nightly`");
  });

  test("what is wrong beside a deleted role still stops drift, with both told", async () => {
    lake.sandbox.account.iam.roles.delete("nightly");
    await lake.write("policies/more.yaml", 'kind: Classification\ndatabase: "*"\nrules: [{match: "*.ssn", grade: 1, except: ["*.*"]}]\n');
    const { code, stdout, stderr } = await lake.run(["drift"]);
    expect([code, stdout, stderr.match(/^error\[\w+\]/gm)]).toEqual([1, "", ["error[LG3020]", "error[LG3012]"]]);
  });

  test("a table the policies name and the account does not have", async () => {
    await lake.write("policies/more.yaml", 'kind: Classification\ndatabase: "*"\nrules: [{match: "patient.ssn", grade: 1}]\n');
    const stderr = await expectOne("LG3012", ["plan"]);
    expect(stderr).toContain("did you mean");
    expect(stderr).toContain(": no table `patient` in any database that `*` matches");
  });

  test("a missing policy directory", () => expectOne("LG1001", ["plan", "nowhere"]));

  test("no terminal and no --yes", () => expectOne("LG5010", ["apply"]));

  test("a bootstrap without a terminal and without --yes", async () => {
    expect(await lake.run(["bootstrap"])).toMatchObject({ code: 1, stderr: expect.stringContaining("error[LG5010]") });
  });

  test("a bootstrap without anybody to make an administrator", async () => {
    await lake.write(
      "policies/lake.yaml",
      'apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "111122223333"\nregion: ap-northeast-2\n',
    );
    await expectOne("LG6006", ["bootstrap", "--yes"]);
  });

  test("an apply on a snapshot", () => expectOne("LG5012", ["apply", "--live", "snapshot.json"]));

  test("a plan digest without a plan", () => expectOne("LG5012", ["apply", "--yes", "--plan-digest", "sha256:0"]));

  test("policies of a saved plan without a plan", () => expectOne("LG5012", ["apply", "--yes", "--policies", "policies"]));

  test("a snapshot of another lake", async () => {
    await lake.run(["snapshot", "-o", "snapshot.json"]);
    await lake.write("policies/lake.yaml", 'apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "111122223333"\nregion: eu-west-1\n');
    await expectOne("LG5013", ["plan", "--live", "snapshot.json"]);
  });

  test("a snapshot without the assignments that the policies ask about", async () => {
    await lake.run(["apply", "--yes"]);
    await lake.run(["snapshot", "-o", "snapshot.json"]);
    const { readFile } = await import("node:fs/promises");
    const file = path.join(lake.cwd, "snapshot.json");
    const snapshot = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    await writeFile(file, JSON.stringify({ ...snapshot, tagKeys: ["domain"] }));
    await expectOne("LG5014", ["plan", "--live", "snapshot.json"]);
  });

  test.each([
    ["text", "LG5009"],
    ["{}", "LG5009"],
    ['{"formatVersion": 7}', "LG5009"],
    ['{"formatVersion": 1, "__proto__": {"account": "111122223333"}}', "LG5009"],
  ])("a snapshot file that is %s", async (text, code) => {
    await writeFile(path.join(lake.cwd, "snapshot.json"), text);
    await expectOne(code, ["plan", "--live", "snapshot.json"]);
  });

  test("a result that cannot be written", async () => {
    const ended = await lake.run(["snapshot", "-o", "policies/lake.yaml/x.json"]);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toContain("error[LG5011]");
  });

  test("a port that is taken", () => expectOne("LG6007", ["sandbox", "--port", new URL(lake.url).port]));

  test("an init that would overwrite", async () => {
    await lake.write("policies/classification.yaml", "x");
    const { code, stderr } = await lake.run(["init", "--account", "111122223333", "--database", "claims", "--permission-set", "X"]);
    expect([code, stderr.match(/error\[LG5011\]/g)]).toEqual([1, expect.any(Array)]);
  });

  test("an init with an answer that does not fit writes nothing", async () => {
    expect(await lake.run(["init", "new", "--account", "1", "--database", "claims", "--permission-set", "X"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("error[LG2009]"),
    });
    expect(await lake.run(["validate", "new"])).toMatchObject({ code: 1 });
  });
});

describe("problems as JSON", () => {
  test("go to standard output as diagnostics", async () => {
    const { code, stdout } = await lake.run(["plan", "--format", "json"], { AWS_ENDPOINT_URL: "http://127.0.0.1:1" });
    expect([code, JSON.parse(stdout)]).toEqual([1, { diagnostics: [expect.objectContaining({ code: "LG6003", severity: "error" })] }]);
  });
});

describe("wrong usage", () => {
  test.each([
    [["plam"], "Did you mean plan?"],
    [["help", "plam"], "error: unknown command 'plam'\n(did you mean `plan`?)"],
    [["help", "nope"], "error: unknown command 'nope'\n(known: init, validate, "],
    [["help", "plan", "more"], "error: unknown command 'more'"],
    [["plan", "--lang", "fr"], "Allowed choices are en, ko."],
    [["plan", "--detailed-exitcod"], "Did you mean --detailed-exitcode?"],
    [["plan", "--today", "2026-02-30"], "It must be a day as YYYY-MM-DD."],
    [["compile"], "--catalog"],
    [["sandbox", "--port", "99999"], "0 to 65535"],
  ])("%j is told what is wrong", async (words, text) => {
    const { code, stderr } = await lake.run(words);
    expect([code, stderr]).toEqual([1, expect.stringContaining(text)]);
  });
});
