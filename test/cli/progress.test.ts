/** Progress in the reader's language, at most one line every few seconds where there is no terminal. */

import { expect, test } from "vitest";

import type { Io } from "../../src/cli/io.ts";
import { en } from "../../src/cli/messages/en.ts";
import type { Messages } from "../../src/cli/messages/en.ts";
import { ko } from "../../src/cli/messages/ko.ts";
import { createProgress } from "../../src/cli/progress.ts";
import type { Progress } from "../../src/model/progress.ts";

const stages: readonly Progress[] = [
  { at: "catalog", tables: 300 },
  { at: "kind", kind: "lf-grant", read: 12 },
  { at: "permission-sets", read: 4 },
  { at: "provisioning", permissionSet: "Analyst\u001b[2J" },
];

/** What is printed when each stage is told so many seconds after the one before. */
function told(messages: Messages, seconds: number, quiet = false): string {
  let time = 0;
  let printed = "";
  const io: Pick<Io, "messages" | "err" | "progressTerminal" | "now"> = {
    messages,
    err: (text) => (printed += text),
    progressTerminal: false,
    now: () => new Date((time += seconds * 1000)),
  };
  const progress = createProgress(io, quiet);
  for (const stage of stages) progress.tell(stage);
  progress.clear();
  return printed;
}

test("says what is read and waited for, with what comes from outside as text", () => {
  expect(told(en, 6)).toBe(
    "catalog: 300 tables\nlf-grant: 12 read\npermission sets: 4 read\nprovisioning permission set Analyst\\u{1b}[2J\n",
  );
  expect(told(ko, 6)).toBe(
    "카탈로그: 테이블 300개\n권한 부여: 12건 읽음\n권한 세트: 4건 읽음\n권한 세트 Analyst\\u{1b}[2J 프로비저닝 중\n",
  );
});

test("is left out where it comes too fast, and where nobody wants it", () => {
  expect(told(en, 2)).toBe("permission sets: 4 read\n");
  expect(told(ko, 6, true)).toBe("");
});
