/** Why a write is not allowed, in Korean: each sentence of the simulation, and data that looks like one. */

import { expect, test } from "vitest";

import { koReason } from "../../../src/cli/messages/ko-reasons.ts";

const key = "arn:aws:kms:ap-northeast-2:111122223333:key/1";

test.each([
  ["denied by `LakegradeadwDenyWrongKey` of the bucket policy", "버킷 정책의 문 `LakegradeadwDenyWrongKey`에서 거부"],
  ["denied by statement 2 of the permissions boundary", "권한 경계의 2번째 문에서 거부"],
  ["no identity policy allows s3:PutObject", "자격 증명 정책에 s3:PutObject 허용 없음"],
  ["no key policy and no identity policy allows kms:Decrypt", "키 정책, 자격 증명 정책에 kms:Decrypt 허용 없음"],
  [
    "denied by `A` of the bucket policy, if AWS shows it what its documents leave open",
    "버킷 정책의 문 `A`에서 거부(AWS 문서에 명시되지 않은 값을 AWS가 제공하는 경우)",
  ],
  ["operator StringMatches in statement 1 of the key policy", "키 정책의 1번째 문에 해석하지 못한 부분이 있음: operator StringMatches"],
  ["whether the bucket blocks SSE-C could not be read", "버킷의 SSE-C 차단 여부를 읽지 못함"],
  ["the bucket blocks SSE-C", "버킷이 SSE-C를 차단"],
  ["the default encryption of the bucket could not be read", "버킷의 기본 암호화를 읽지 못함"],
  ["default encryption is aws:new", "기본 암호화 aws:new"],
  [`key ${key} could not be read`, `키 ${key}: 읽지 못함`],
  [`key ${key} is Disabled`, `키 ${key}: 상태 Disabled`],
  [
    `key ${key} is SIGN_VERIFY RSA_2048, S3 takes symmetric keys for encryption`,
    `키 ${key}: SIGN_VERIFY RSA_2048, S3는 대칭 암호화 키만 사용`,
  ],
  ["key `alias/adw` is not known", "키 `alias/adw`: 알 수 없음"],
])("%s", (why, korean) => {
  expect(koReason(why)).toBe(korean);
});

test("what has another form stays as it is", () => {
  for (const why of ["", "the bucket", "denied by nobody of the bucket policy"]) expect(koReason(why)).toBe(why);
});
