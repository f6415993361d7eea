/** Why a change was not made, in Korean: reasons of ours by their English form, and what to do about an error of AWS, whose own words stay. */

import { adviceFor } from "../../model/aws-error.ts";
import type { AwsErrorCategory } from "../../model/aws-error.ts";
import { inKorean } from "./sentence.ts";
import type { Sentence } from "./sentence.ts";

const byCategory: readonly (readonly [category: AwsErrorCategory, korean: string])[] = [
  ["denied", "명령을 실행하는 역할에 이 권한을 부여하십시오. 필요한 권한은 `lakegrade iam-policy`가 출력합니다"],
  ["credentials", "AWS 프로파일을 확인하고 다시 로그인하십시오. 현재 호출자는 `aws sts get-caller-identity`로 확인합니다"],
  ["throttled", "AWS가 호출 빈도를 제한합니다. 몇 분 뒤 명령을 다시 실행하십시오"],
  ["missing", "계획을 만든 뒤 없어졌거나 이름이 잘못되었습니다. 새 계획을 만드십시오"],
  ["exists", "그사이 다른 주체가 만들었습니다. 새 계획을 만드십시오"],
  ["conflict", "다른 주체가 같은 대상을 변경하는 중입니다. 새 계획을 만들어 다시 적용하십시오"],
  ["propagation", "방금 만든 대상이 아직 Lake Formation에 보이지 않거나 보안 주체가 존재하지 않습니다. 몇 분 뒤 다시 시도하십시오"],
  ["quota", "AWS에 이 할당량의 상향을 요청하거나 권한 부여 수를 줄이십시오"],
  ["nothing-revoked", "이미 없는 권한 부여입니다. 새 계획을 만드십시오"],
  ["invalid", "AWS가 이 요청을 거부했습니다. 정책에 문제가 없다면 버그로 제보하십시오"],
  ["transient", "AWS 측에 문제가 있습니다. 명령을 다시 실행하십시오"],
  ["network", "네트워크, 프록시, AWS_ENDPOINT_URL을 확인하십시오. 응답은 전혀 사용하지 않았습니다"],
];

/** What to do, by what the command says in English. */
const advice: ReadonlyMap<string, string> = new Map([
  ...byCategory.map(([category, korean]) => [adviceFor(category), korean] as const),
  [
    "use a role that is a (read-only) data lake administrator; `lakegrade bootstrap` makes those that the Lake names",
    "(읽기 전용) 데이터 레이크 관리자인 역할을 사용하십시오. Lake에 적힌 역할은 `lakegrade bootstrap`이 관리자로 지정합니다",
  ],
  [
    "use a role that is a data lake administrator and not only a read-only one: an operator of `Lake.operators`; `lakegrade bootstrap` makes those that the Lake names",
    "읽기 전용이 아닌 데이터 레이크 관리자 역할, 즉 `Lake.operators`의 운영자를 사용하십시오. Lake에 적힌 역할은 `lakegrade bootstrap`이 관리자로 지정합니다",
  ],
  [
    "the bucket's own policy denies it, whatever IAM allows: under `protectConfiguration` its statement `DenyConfiguration` spares `Lake.operators` and `Lake.breakGlass` alone, so apply as one of them; a deny of others spares whom it names",
    "IAM 권한과 관계없이 버킷 정책 자체가 거부합니다. `protectConfiguration`이 켜져 있으면 `DenyConfiguration` 문은 `Lake.operators`와 `Lake.breakGlass`만 예외로 두므로 그중 하나로 적용하십시오. 다른 주체가 추가한 거부 문의 예외는 그 문에 적혀 있습니다",
  ],
  [
    "the policy of the bucket or key itself denies it, whatever IAM allows: use a principal that the policy spares, or have whoever wrote the statement change it",
    "IAM 권한과 관계없이 버킷 또는 키의 정책 자체가 거부합니다. 정책이 예외로 둔 보안 주체를 사용하거나 문을 작성한 주체에게 변경을 요청하십시오",
  ],
  ...["plan", "apply"].map(
    (command) =>
      [
        `give the calling role the IAM permissions that \`lakegrade iam-policy ${command}\` prints; the key's own policy must allow it, too, or leave it to IAM`,
        `명령을 실행하는 역할에 \`lakegrade iam-policy ${command}\`가 출력하는 IAM 권한을 부여하십시오. 키 정책도 이를 허용하거나 IAM에 맡겨야 합니다`,
      ] as const,
  ),
  ...["plan", "apply"].map(
    (command) =>
      [
        `give the calling role the IAM permissions that \`lakegrade iam-policy ${command}\` prints; the policy of a key or bucket must not deny it either`,
        `명령을 실행하는 역할에 \`lakegrade iam-policy ${command}\`가 출력하는 IAM 권한을 부여하십시오. 키나 버킷의 정책이 거부해서도 안 됩니다`,
      ] as const,
  ),
]);

const reasons: readonly Sentence[] = [
  {
    pattern: /^AWS answered, but reading again does not show the change$/,
    korean: () => "AWS는 응답했으나 다시 읽었을 때 변경이 확인되지 않음",
  },
  {
    pattern: /^the account could not be read again: (.*)$/s,
    korean: (why = "") => `계정을 다시 읽지 못함: ${koApplyError(why)}`,
  },
  {
    pattern: /^`(.*)` is no encryption that this tool sets on bucket (\S+)$/s,
    korean: (algorithm, bucket) => `버킷 ${bucket}: \`${algorithm}\`은(는) 이 도구가 설정하는 암호화 방식이 아님`,
  },
  {
    pattern: /^other statements of permission set (\S+) changed since the plan; make a new plan$/,
    korean: (set) => `계획을 만든 뒤 권한 세트 ${set}의 다른 문이 변경됨. 새 계획을 만드십시오`,
  },
  {
    pattern: /^permission set (\S+) changed since the plan and was not provisioned; make a new plan$/,
    korean: (set) => `계획을 만든 뒤 권한 세트 ${set}이(가) 변경되었고 프로비저닝되지 않음. 새 계획을 만드십시오`,
  },
  {
    pattern: /^other statements in the policy of bucket (\S+) changed since the plan; make a new plan$/,
    korean: (bucket) => `계획을 만든 뒤 버킷 ${bucket}의 정책에서 다른 문이 변경됨. 새 계획을 만드십시오`,
  },
  {
    pattern: /^the inline policy of permission set (\S+) is not understood: (.*)$/s,
    korean: (set, problems) => `권한 세트 ${set}의 인라인 정책을 해석할 수 없음: ${problems}`,
  },
  {
    pattern: /^the policy of bucket (\S+) is not understood: (.*); mend it and make a new plan$/s,
    korean: (bucket, problems) => `버킷 ${bucket}의 정책을 해석할 수 없음: ${problems}. 정책을 고친 뒤 새 계획을 만드십시오`,
  },
  {
    pattern:
      /^the inline policy of permission set (\S+) would have (\d+) characters, more than (\d+); shorten the statements of others, or split the group$/,
    korean: (set, length, most) =>
      `권한 세트 ${set}의 인라인 정책이 ${length}자가 되어 한도 ${most}자를 넘음. 다른 문을 줄이거나 그룹을 나누십시오`,
  },
  {
    pattern: /^IAM Identity Center takes no `(.*)` in the inline policy of permission set (\S+): name the bucket or key otherwise$/s,
    korean: (character, set) =>
      `IAM Identity Center는 권한 세트 ${set}의 인라인 정책에 \`${character}\` 문자를 허용하지 않음. 버킷이나 키의 이름을 바꾸십시오`,
  },
  {
    pattern: /^permission set (\S+) is still being provisioned; a new plan shows whether every account took it$/,
    korean: (set) => `권한 세트 ${set}의 프로비저닝이 아직 끝나지 않음. 모든 계정에 반영되었는지는 새 계획에서 확인할 수 있습니다`,
  },
  {
    pattern:
      /^permission set (\S+) was changed, but not every account took it: (.*); mend that and make a new plan, which provisions again$/s,
    korean: (set, why) =>
      `권한 세트 ${set}은(는) 변경되었으나 일부 계정에 반영되지 않음: ${why}. 원인을 해결한 뒤 새 계획을 만들면 다시 프로비저닝합니다`,
  },
  {
    pattern: /^role (\S+) belongs to AWS and takes no policy of ours; name its permission set, or write `guardrail: emit`$/,
    korean: (role) => `역할 ${role}은(는) AWS 소유라서 정책을 추가할 수 없음. 권한 세트를 지정하거나 \`guardrail: emit\`을 쓰십시오`,
  },
  {
    pattern: /^rotation of key (\S+) is never switched off$/,
    korean: (key) => `키 ${key}의 교체는 끄지 않음`,
  },
];

/** What stands before the advice is AWS's, or data. An error of no known form stays as it is. */
export function koApplyError(error: string): string {
  const reason = inKorean(reasons, error);
  if (reason !== error) return reason;
  for (const [english, korean] of advice) {
    if (error.endsWith(`; ${english}`)) return `${error.slice(0, -english.length)}${korean}`;
  }
  return error;
}
