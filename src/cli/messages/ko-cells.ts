/** The labels and fixed values by which kinds describe their resources, in Korean, by their English wording. */

export const koLabels: Readonly<Record<string, string>> = {
  "data lake administrator": "데이터 레이크 관리자",
  "read-only administrator": "읽기 전용 관리자",
  "new databases": "새 데이터베이스",
  "new tables": "새 테이블",
  "external engines": "외부 엔진",
  accounts: "계정",
  "session tags": "세션 태그",
  "whole-table access of external engines": "외부 엔진의 전체 테이블 접근",
  "new tables are open to": "새 테이블이 개방되는 대상",
  "read and written by": "읽기·쓰기에 쓰는 역할",
  mode: "모드",
  on: "대상",
  permissions: "권한",
  "may pass on": "재부여 가능",
  "inline policy": "인라인 정책",
  provisioned: "프로비저닝",
  allows: "허용",
  denies: "거부",
  bucket: "버킷",
  "beside them": "그 밖의 문",
  "new objects are encrypted with": "새 객체 암호화 키",
  algorithm: "알고리즘",
  refused: "거부하는 방식",
  blocked: "차단",
  rotation: "키 교체",
};

/** Values that are words of ours, where a kind says that they are. */
export const koValues: Readonly<Record<string, string>> = {
  "open to everyone IAM allows": "IAM이 허용하는 모든 주체에게 개방",
  "governed by Lake Formation": "Lake Formation이 통제",
  "filter by themselves": "자체 필터링 허용",
  on: "켜짐",
  off: "꺼짐",
  nobody: "없음",
  nothing: "없음",
  "all public access": "모든 퍼블릭 액세스",
  "S3's own keys": "S3 관리형 키",
  "the AWS managed key": "AWS 관리형 키",
  "statements of others, which stay as they are": "다른 주체가 작성한 문, 그대로 유지",
  "not to every account": "일부 계정에 미반영",
  "hybrid: principals that are not opted in keep their IAM access": "하이브리드: 옵트인하지 않은 보안 주체의 IAM 접근 유지",
};

/** What statements of ours are about, by the words of their Sids. */
export const koTopics: Readonly<Record<string, string>> = {
  catalog: "카탈로그",
  "data access": "데이터 접근",
  governance: "거버넌스 변경",
  objects: "객체 접근",
  "other paths": "다른 경로",
  "access points": "액세스 포인트",
  "access grants": "S3 Access Grants 권한",
  decrypt: "복호화",
  "registration roles": "등록 역할 사용",
  "own policies": "자기 정책 변경",
  "insecure transport": "비암호화 전송",
  "wrong algorithm": "잘못된 알고리즘",
  "wrong key": "잘못된 키",
  "unnamed key": "지정되지 않은 키",
  "customer key": "고객 제공 키(SSE-C)",
  "missing header": "헤더 누락",
  "replica algorithm": "복제본의 잘못된 알고리즘",
  "replica key": "복제본의 잘못된 키",
  reencryption: "재암호화",
  configuration: "설정 변경",
  "direct access": "직접 접근",
  listing: "목록 조회",
};

/** Values of ours with something in them; tried in their order where no fixed value fits. */
export const koValuePatterns: readonly (readonly [pattern: RegExp, korean: string])[] = [
  [/^on, every (\d+) days$/, "켜짐, $1일마다"],
  [/^(\S+), with a bucket key$/, "$1, 버킷 키 사용"],
];
