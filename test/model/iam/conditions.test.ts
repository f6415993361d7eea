/** Operators of conditions, row by row: what holds, what does not, and what nobody can tell. */

import { describe, expect, test } from "vitest";

import { holds, isConditionOperator } from "../../../src/model/iam/condition/condition.ts";
import { requestContext } from "../../../src/model/iam/request-context.ts";
import type { ContextValue } from "../../../src/model/iam/request.ts";
import type { Truth } from "../../../src/model/iam/truth.ts";
import { account, object, principal, user } from "./decision-case.ts";

/** The operator on the key `k`, its values, what the request has (nothing when undefined), and whether the clause holds. */
type Row = readonly [operator: string, values: readonly string[], given: ContextValue | undefined, holds: Truth];

function clauseHolds(operator: string, values: readonly string[], given: ContextValue | undefined): Truth {
  const context = requestContext({
    principal: principal(user),
    action: "s3:GetObject",
    resource: object,
    resourceAccount: account,
    context: { ...(given === undefined ? {} : { K: given }), name: "al*ce", list: ["a", "b"] },
  });
  return holds({ operator, key: "k", values }, "2012-10-17", context, () => undefined);
}

function testRows(rows: readonly Row[]): void {
  test.each(rows)("%s %j on %j: %s", (operator, values, given, truth) => {
    expect(clauseHolds(operator, values, given)).toBe(truth);
  });
}

describe("strings", () => {
  testRows([
    ["StringEquals", ["a"], "a", true],
    ["StringEquals", ["a"], "A", false],
    ["StringEquals", ["b", "a"], "a", true],
    ["StringEquals", ["a*"], "ab", false],
    ["StringEquals", ["a*"], "a*", true],
    ["StringEquals", [""], "", true],
    ["StringNotEquals", ["a", "b"], "b", false],
    ["StringNotEquals", ["a", "b"], "c", true],
    ["StringEqualsIgnoreCase", ["aB"], "Ab", true],
    ["StringNotEqualsIgnoreCase", ["aB"], "Ab", false],
    ["StringLike", ["a*c"], "abbc", true],
    ["StringLike", ["a?c"], "abbc", false],
    ["StringLike", ["a?c"], "a:c", true],
    ["StringLike", ["A*"], "ab", false],
    ["StringLike", ["*"], "", true],
    ["StringNotLike", ["a*", "b*"], "bc", false],
    ["StringNotLike", ["a*", "b*"], "c", true],
    ["StringEquals", ["true"], true, true],
    ["StringEquals", ["7"], 7, true],
  ]);
});

describe("numbers", () => {
  testRows([
    ["NumericEquals", ["10"], "10.0", true],
    ["NumericEquals", ["9007199254740993"], "9007199254740992", false],
    ["NumericNotEquals", ["10"], "11", true],
    ["NumericNotEquals", ["10", "11"], "11", false],
    ["NumericLessThan", ["10"], "9.99", true],
    ["NumericLessThan", ["10"], "10", false],
    ["NumericLessThan", ["10"], "9", true],
    ["NumericLessThanEquals", ["10"], "10", true],
    ["NumericLessThanEquals", ["10"], "10.01", false],
    ["NumericGreaterThan", ["-1"], "0", true],
    ["NumericGreaterThan", ["-1"], "-1", false],
    ["NumericGreaterThanEquals", ["-1"], "-1", true],
    ["NumericGreaterThanEquals", ["-1"], "-1.5", false],
    ["NumericLessThan", ["1.2"], 1.1, true],
    ["NumericEquals", ["ten"], "10", "unknown"],
    ["NumericEquals", ["10"], "ten", false],
    ["NumericNotEquals", ["10"], "ten", true],
    ["NumericNotEquals", ["10"], "", true],
    ["NumericNotEquals", ["10"], "NaN", true],
    ["NumericNotEquals", ["ten"], "11", "unknown"],
    ["NumericEquals", ["10"], "+010", true],
    ["NumericEquals", ["10"], "1e1", true],
    ["NumericEquals", ["0.5"], "5E-1", true],
    ["NumericEquals", ["10"], "1e999", false],
    ["NumericLessThan", ["10"], "ten", false],
    ["NumericGreaterThanEquals", ["10"], "ten", false],
    ["NumericEquals", ["ten", "10"], "10", true],
    ["NumericLessThan", ["1e9"], "5", true],
    ["NumericLessThan", ["10"], "1".repeat(101), "unknown"],
  ]);
});

describe("dates", () => {
  testRows([
    ["DateEquals", ["2026-11-01T00:00:00Z"], "2026-11-01T09:00:00+09:00", true],
    ["DateEquals", ["2026-11-01"], "2026-11-01T00:00:00Z", true],
    ["DateEquals", ["1793491200"], "2026-11-01T00:00:00Z", true],
    ["DateNotEquals", ["2026-11-01"], "2026-11-01T00:00:00.000Z", false],
    ["DateNotEquals", ["2026-11-01"], "2026-11-02T00:00:00Z", true],
    ["DateLessThan", ["2026-11-01T00:00:00Z"], "2026-10-31T23:59:59.999Z", true],
    ["DateLessThan", ["2026-11-01T00:00:00Z"], "2026-11-01T00:00:00Z", false],
    ["DateLessThanEquals", ["2026-11-01T00:00:00Z"], "2026-11-01T00:00:00Z", true],
    ["DateLessThanEquals", ["2026-11-01T00:00:00Z"], "2026-11-01T00:00:01Z", false],
    ["DateGreaterThan", ["2026-11-01T00:00:00Z"], "2026-11-01T00:00:01Z", true],
    ["DateGreaterThan", ["2026-11-01T00:00:00Z"], "2026-11-01T00:00:00Z", false],
    ["DateGreaterThanEquals", ["2026-11-01T00:00:00Z"], "2026-11-01T00:00:00Z", true],
    ["DateGreaterThanEquals", ["2026-11-01T00:00:00Z"], "2026-10-31T23:59:59Z", false],
    ["DateLessThan", ["2026-02-30T00:00:00Z"], "2026-02-01T00:00:00Z", "unknown"],
    ["DateLessThan", ["2024-02-29T00:00:00Z"], "2024-02-28T00:00:00Z", true],
    ["DateLessThan", ["2026-13-01"], "2026-02-01T00:00:00Z", "unknown"],
    ["DateLessThan", ["2026-11-01T00:00:00"], "2026-10-01T00:00:00Z", "unknown"],
    ["DateLessThan", ["2026-11-01T25:00:00Z"], "2026-10-01T00:00:00Z", "unknown"],
    ["DateGreaterThan", ["2026"], "2027-01-01T00:00:00Z", "unknown"],
    ["DateGreaterThan", ["soon"], "2027-01-01T00:00:00Z", "unknown"],
    ["DateEquals", ["2026-11-01"], "soon", false],
    ["DateNotEquals", ["2026-11-01"], "soon", true],
    ["DateNotEquals", ["2026-11-01"], "", true],
    ["DateGreaterThan", ["2026-11-01"], "soon", false],
    ["DateNotEquals", ["2026-11-01"], "2026", "unknown"],
  ]);
});

describe("booleans and bytes", () => {
  testRows([
    ["Bool", ["true"], true, true],
    ["Bool", ["true"], "false", false],
    ["Bool", ["False"], false, true],
    ["Bool", ["yes"], true, "unknown"],
    ["Bool", ["true"], "TRUE", true],
    ["Bool", ["true"], "yes", false],
    ["Bool", ["false"], "yes", true],
    ["BinaryEquals", ["QUJD"], "QUJD", true],
    ["BinaryEquals", ["QUJD"], "QUJE", false],
    ["BinaryEquals", ["QR=="], "QQ==", true],
    ["BinaryEquals", ["not base64"], "QQ==", "unknown"],
  ]);
});

describe("addresses", () => {
  testRows([
    ["IpAddress", ["203.0.113.0/24"], "203.0.113.255", true],
    ["IpAddress", ["203.0.113.0/24"], "203.0.114.0", false],
    ["IpAddress", ["203.0.113.7/24"], "203.0.113.1", true],
    ["IpAddress", ["203.0.113.7"], "203.0.113.7", true],
    ["IpAddress", ["203.0.113.7"], "203.0.113.8", false],
    ["IpAddress", ["0.0.0.0/0"], "8.8.8.8", true],
    ["IpAddress", ["0.0.0.0/0"], "2001:db8::1", false],
    ["IpAddress", ["::/0"], "8.8.8.8", false],
    ["IpAddress", ["2001:DB8:1234:5678::/64"], "2001:db8:1234:5678:9::1", true],
    ["IpAddress", ["2001:db8:1234:5678::/64"], "2001:db8:1234:5679::1", false],
    ["IpAddress", ["2001:db8::1"], "2001:0db8:0:0:0:0:0:1", true],
    ["IpAddress", ["::ffff:203.0.113.1"], "::ffff:cb00:7101", true],
    ["NotIpAddress", ["203.0.113.0/24", "10.0.0.0/8"], "10.1.1.1", false],
    ["NotIpAddress", ["203.0.113.0/24", "10.0.0.0/8"], "11.1.1.1", true],
    ["NotIpAddress", ["203.0.113.0/24"], "AWS Internal", true],
    ["IpAddress", ["203.0.113.0/33"], "203.0.113.1", "unknown"],
    ["IpAddress", ["203.0.113.0/"], "203.0.113.1", "unknown"],
    ["IpAddress", ["203.0.113.0/24/1"], "203.0.113.1", "unknown"],
    ["IpAddress", ["203.0.256.1"], "203.0.113.1", "unknown"],
    ["IpAddress", ["1::2::3"], "::1", "unknown"],
    ["IpAddress", ["1:2:3:4:5:6:7:8:9"], "::1", "unknown"],
    ["IpAddress", ["1:2:3:4:5:6:7::8"], "1:2:3:4:5:6:7:8", "unknown"],
    ["IpAddress", ["1:2:3:4:5:6::8"], "1:2:3:4:5:6:0:8", true],
  ]);
});

describe("ARNs", () => {
  testRows([
    ["ArnEquals", ["arn:aws:iam::111122223333:role/*"], "arn:aws:iam::111122223333:role/team/etl", true],
    ["ArnLike", ["arn:aws:iam::*:role/etl"], "arn:aws:iam::111122223333:role/etl", true],
    ["ArnLike", ["arn:aws:iam:*:role/etl"], "arn:aws:iam::111122223333:role/etl", "unknown"],
    ["ArnLike", ["arn:*:*:*:*:*"], "arn:aws:sns:eu-west-1:111122223333:topic:sub", true],
    ["ArnLike", ["arn:aws:sns:eu-west-1:1111*:topic"], "arn:aws:sns:eu-west-1:1111:x:topic", false],
    ["ArnLike", ["arn:aws:sns:eu-west-1:1111:topic:*"], "arn:aws:sns:eu-west-1:1111:topic:sub", true],
    ["ArnEquals", ["arn:aws:iam::111122223333:role/ETL"], "arn:aws:iam::111122223333:role/etl", false],
    ["ArnNotEquals", ["arn:aws:iam::111122223333:role/e?l"], "arn:aws:iam::111122223333:role/etl", false],
    ["ArnNotLike", ["arn:aws:iam::111122223333:role/x*"], "arn:aws:iam::111122223333:role/etl", true],
    ["ArnLike", ["arn:aws:iam::111122223333:role/etl"], "etl", false],
    ["ArnNotLike", ["arn:aws:iam::111122223333:role/etl"], "etl", true],
  ]);
});

describe("keys that are absent", () => {
  testRows([
    ["StringEquals", ["a"], undefined, false],
    ["StringNotEquals", ["a"], undefined, true],
    ["StringNotLike", ["*"], undefined, true],
    ["NumericLessThan", ["1"], undefined, false],
    ["NumericNotEquals", ["1"], undefined, true],
    ["DateNotEquals", ["2026-11-01"], undefined, true],
    ["NotIpAddress", ["0.0.0.0/0"], undefined, true],
    ["ArnNotEquals", ["arn:aws:iam::111122223333:role/x"], undefined, true],
    ["Bool", ["false"], undefined, false],
    ["BoolIfExists", ["false"], undefined, true],
    ["StringEqualsIfExists", ["a"], undefined, true],
    ["StringEqualsIfExists", ["a"], "b", false],
    ["StringNotEqualsIfExists", ["a"], undefined, true],
    ["StringNotEqualsIfExists", ["a"], "a", false],
    ["ArnNotEqualsIfExists", ["arn:aws:iam::111122223333:role/x"], undefined, true],
    ["Null", ["true"], undefined, true],
    ["Null", ["false"], undefined, false],
    ["Null", ["true"], "x", false],
    ["Null", ["false"], "x", true],
    ["Null", ["true"], [], true],
    ["Null", ["false"], "", "unknown"],
    ["Null", ["true"], [""], "unknown"],
    ["Null", ["maybe"], "x", "unknown"],
  ]);
});

describe("several values", () => {
  testRows([
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "b"], true],
    ["ForAllValues:StringEquals", ["a", "b"], ["a", "c"], false],
    ["ForAllValues:StringEquals", ["a"], undefined, true],
    ["ForAllValues:StringEquals", ["a"], [], true],
    ["ForAllValues:StringEquals", ["a"], "", true],
    ["ForAllValues:StringEquals", ["a"], "b", false],
    ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "d"], true],
    ["ForAllValues:StringNotEquals", ["a", "b"], ["c", "a"], false],
    ["ForAnyValue:StringEquals", ["a", "b"], ["c", "b"], true],
    ["ForAnyValue:StringEquals", ["a", "b"], ["c", "d"], false],
    ["ForAnyValue:StringEquals", ["a"], undefined, false],
    ["ForAnyValue:StringEquals", [""], "", false],
    ["ForAnyValue:StringNotEquals", ["a"], undefined, false],
    ["ForAnyValue:StringNotEquals", ["a"], ["a", "b"], true],
    ["ForAnyValue:StringNotEquals", ["a"], ["a"], false],
    ["ForAnyValue:StringLike", ["b*"], ["a", "bc"], true],
    ["ForAnyValue:StringEqualsIfExists", ["a"], undefined, true],
    ["ForAllValues:NumericLessThan", ["5"], ["1", "x"], false],
    ["ForAllValues:NumericLessThan", ["5"], ["9", "x"], false],
    ["ForAnyValue:NumericLessThan", ["5"], ["1", "x"], true],
    ["StringEquals", ["a"], ["a"], "unknown"],
    ["StringNotEquals", ["a"], ["b"], "unknown"],
    ["StringEqualsIfExists", ["a"], ["a"], "unknown"],
    ["StringEquals", ["a"], ["a", "b"], "unknown"],
    ["StringNotEquals", ["c"], ["a", "b"], "unknown"],
  ]);
});

describe("what is not understood", () => {
  testRows([
    ["StringSomewhatEquals", ["a"], "a", "unknown"],
    ["stringequals", ["a"], "a", "unknown"],
    ["ForSomeValues:StringEquals", ["a"], "a", "unknown"],
    ["NullIfExists", ["true"], undefined, "unknown"],
    ["ForAllValues:Null", ["true"], undefined, "unknown"],
    ["constructor", ["a"], "a", "unknown"],
    ["__proto__", ["a"], "a", "unknown"],
    ["StringEquals", [], "a", "unknown"],
    ["StringNotEquals", [], undefined, "unknown"],
  ]);

  test("names of operators are known with prefix and suffix", () => {
    expect(["StringLike", "ForAnyValue:ArnLikeIfExists", "Null", "BinaryEquals"].every(isConditionOperator)).toBe(true);
    expect(["Like", "NullIfExists", "IfExists", "ForAnyValue:", ""].some(isConditionOperator)).toBe(false);
  });
});

describe("variables in conditions", () => {
  testRows([
    ["StringEquals", ["${name}"], "al*ce", true],
    ["StringEquals", ["${NAME}!"], "al*ce!", true],
    ["StringLike", ["${name}"], "alice", false],
    ["StringLike", ["${name}*"], "al*ce2", true],
    ["StringLike", ["a${*}c"], "abc", false],
    ["StringLike", ["a${*}c"], "a*c", true],
    ["StringLike", ["a${?}${$}"], "a?$", true],
    ["StringEquals", ["${nobody}"], "", false],
    ["StringEquals", ["${nobody, 'x'}"], "x", true],
    ["StringEquals", ["${nobody,''}"], "", true],
    ["StringEquals", ["${name, 'x'}"], "al*ce", true],
    ["StringNotEquals", ["${nobody}"], "x", true],
    ["StringEquals", ["${list}"], "a", "unknown"],
    ["StringEquals", ["${name"], "a", "unknown"],
    ["StringEquals", ["${name, x}"], "al*ce", "unknown"],
    ["StringEquals", ["${a${name}}"], "a", "unknown"],
    ["NumericEquals", ["${name}"], "1", "unknown"],
    ["Bool", ["${name}"], "true", "unknown"],
    ["ArnLike", ["arn:aws:iam::1:role/${name}"], "arn:aws:iam::1:role/al*ce", true],
    ["ArnLike", ["arn:aws:iam::1:role/${name}"], "arn:aws:iam::1:role/alice", false],
  ]);
});
