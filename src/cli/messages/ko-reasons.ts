/** Why a write is denied or its outcome unknown, in Korean: sentences of the simulation by their English form; what they name stays as it is. */

import { inKorean } from "./sentence.ts";
import type { Sentence } from "./sentence.ts";

const policies: Readonly<Record<string, string>> = {
  "bucket policy": "버킷 정책",
  "key policy": "키 정책",
  "identity policy": "자격 증명 정책",
  "permissions boundary": "권한 경계",
  "session policy": "세션 정책",
  "service control policy": "서비스 제어 정책",
  "resource control policy": "리소스 제어 정책",
};

const policy = `(${Object.keys(policies).join("|")})`;
const place = `(?:(\`[^\`]*\`)|statement (\\d+)) of the ${policy}$`;

function policyNamed(name: string): string {
  return policies[name] ?? name;
}

function placeText(sid: string | undefined, number: string | undefined, name: string): string {
  return `${policyNamed(name)}의 ${sid === undefined ? `${number}번째 문` : `문 ${sid}`}`;
}

/** In their order: the first that fits is said. */
const reasons: readonly Sentence[] = [
  {
    pattern: /^(.*), if AWS shows it what its documents leave open$/s,
    korean: (why = "") => `${koReason(why)}(AWS 문서에 명시되지 않은 값을 AWS가 제공하는 경우)`,
  },
  { pattern: new RegExp(`^denied by ${place}`), korean: (sid, number, name = "") => `${placeText(sid, number, name)}에서 거부` },
  {
    pattern: new RegExp(`^no (${policy}(?: and no ${policy})*) allows (\\S+)$`),
    korean: (names = "", ...rest) => `${names.split(" and no ").map(policyNamed).join(", ")}에 ${rest.at(-1)} 허용 없음`,
  },
  { pattern: /^whether the bucket blocks SSE-C could not be read$/, korean: () => "버킷의 SSE-C 차단 여부를 읽지 못함" },
  { pattern: /^the bucket blocks SSE-C$/, korean: () => "버킷이 SSE-C를 차단" },
  { pattern: /^the default encryption of the bucket could not be read$/, korean: () => "버킷의 기본 암호화를 읽지 못함" },
  { pattern: /^default encryption is (.*)$/s, korean: (algorithm) => `기본 암호화 ${algorithm}` },
  { pattern: /^key (\S+) could not be read$/, korean: (key) => `키 ${key}: 읽지 못함` },
  { pattern: /^key (.+) is not known$/s, korean: (key) => `키 ${key}: 알 수 없음` },
  {
    pattern: /^key (\S+) is (\S+) (\S+), S3 takes symmetric keys for encryption$/,
    korean: (key, usage, spec) => `키 ${key}: ${usage} ${spec}, S3는 대칭 암호화 키만 사용`,
  },
  { pattern: /^key (\S+) is (\S+)$/, korean: (key, state) => `키 ${key}: 상태 ${state}` },
  {
    pattern: new RegExp(`^(.+) in ${place}`, "s"),
    korean: (what, sid, number, name = "") => `${placeText(sid, number, name)}에 해석하지 못한 부분이 있음: ${what}`,
  },
];

/** A reason of no known form stays as it is. */
export function koReason(why: string): string {
  return inKorean(reasons, why);
}
