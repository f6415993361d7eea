/** Text in Markdown: what looks like markup becomes code, and code in a sentence of ours stays code. */

import { expect, test } from "vitest";

import { escapeMarkdown, escapeMessage } from "../../../src/cli/render/markdown-escape.ts";

test.each([
  ["allowed (aws:kms, the bucket's key)", "allowed (`aws:kms`, the bucket's key)"],
  ["IAM_ALLOWED_PRINCIPALS; next", "`IAM_ALLOWED_PRINCIPALS`; next"],
  ["(aws:kms)", "(`aws:kms`)"],
  ["((a_b),", "((`a_b`),"],
  ["a_b(c)", "`a_b(c)`"],
  ["(a_b)(c_d)", "`(a_b)(c_d)`"],
  ["(a_b", "(`a_b`"],
  ["a_b).", "`a_b`)."],
  [":smile:", "`:smile:`"],
  ["s3:GetObject: denied", "`s3:GetObject`: denied"],
  ["www.", "`www.`"],
  ["[text](url)", "`[text](url)`"],
  ["!", "`!`"],
])("punctuation stays outside of code and pairs stay whole: %s", (text, expected) => {
  expect(escapeMarkdown(text)).toBe(expected);
});

test.each([
  ["`iamAllowedPrincipals: account` opens it", "`iamAllowedPrincipals: account` opens it"],
  ["see (`a b`), and `c`.", "see (`a b`), and `c`."],
  ["`directAccess`로 막음", "`directAccess`로 막음"],
  ["`a` a_b `c`", "`a` `a_b` `c`"],
])("code in a sentence of ours stays code: %s", (text, expected) => {
  expect(escapeMessage(text)).toBe(expected);
});

test.each([
  "$`x`$",
  "[`a`](b)",
  "`a`b_c",
  "a`b`",
  "``a``",
  "`a",
  "`a|b`",
  "`a\\`",
  "` `",
  "`a``b`",
  "`a`[b]",
  "(`a`)[b_c]",
  "`a` ` _b_",
  "`a`:b:",
])("backticks that may belong to a name become references, so that spans are always in pairs: %s", (text) => {
  for (const word of escapeMessage(`x ${text} y`).split(" ")) {
    const spans = word.replace(/^\(?`[^`]+`[),.;:?]*$/, "");
    expect(spans).not.toMatch(/[`|\\$[\]_]/);
  }
});
