/** Kinds of resources in Korean, by their names: for people who wait while they are read. */

export const koKinds: Readonly<Record<string, string>> = {
  "lf-settings": "데이터 레이크 설정",
  "lf-tag": "LF 태그",
  "lf-tag-assignment": "LF 태그 할당",
  "lf-grant": "권한 부여",
  "lf-location": "등록된 위치",
  "glue-database-defaults": "데이터베이스의 기본 권한",
  "s3-bucket-policy": "버킷 정책",
  "s3-bucket-encryption": "버킷 암호화",
  "s3-public-access-block": "퍼블릭 액세스 차단",
  "kms-key-rotation": "키 교체",
  "iam-role-policy": "역할의 가드레일",
  "permission-set-policy": "권한 세트의 가드레일",
};
