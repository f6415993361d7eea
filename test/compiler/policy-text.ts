/** Policy texts for tests of the compiler's front half. */

import type { PolicyFile } from "../../src/compiler/policy.ts";
import type { Range } from "../../src/model/source.ts";

/** A policy file that holds this text. */
export function policyFile(text: string, file = "policies/a.yaml"): PolicyFile {
  return { file, bytes: new TextEncoder().encode(text) };
}

export const lakeText = `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "111122223333"
region: ap-northeast-2
`;

/** What a range covers, across lines if need be. */
export function textIn(text: string, { line, column, end }: Range): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return text.slice((starts[line - 1] ?? 0) + column - 1, (starts[end.line - 1] ?? 0) + end.column - 1);
}
