/** Every phrase of reports and messages in Korean, in the words of AWS's Korean documents and of Korean regulators. */

import { formatExpression } from "../../model/tag-expression.ts";
import type { Securable } from "../../model/securable.ts";
import type { Messages } from "./en.ts";
import { koApplyError } from "./ko-apply-errors.ts";
import { koLabels, koTopics, koValuePatterns, koValues } from "./ko-cells.ts";
import { koDiagnostics } from "./ko-diagnostics.ts";
import { koFindings } from "./ko-findings.ts";
import { koKinds } from "./ko-progress.ts";
import { koReason } from "./ko-reasons.ts";

const titles: ReadonlyMap<string, string> = new Map([...Object.entries(koDiagnostics), ...Object.entries(koFindings)]);
const kinds: ReadonlyMap<string, string> = new Map(Object.entries(koKinds));
const labels: ReadonlyMap<string, string> = new Map(Object.entries(koLabels));
const values: ReadonlyMap<string, string> = new Map([...Object.entries(koValues), ...Object.entries(koTopics)]);

const effects = { Allow: "허용", Deny: "거부" } as const;
const targets = { database: "데이터베이스", table: "테이블" } as const;

export const ko: Messages = {
  language: "ko",
  severity: { error: "오류", warning: "경고" },
  note: "참고",
  help: "도움말",
  errors: (number) => `오류 ${number}건`,
  warnings: (number) => `경고 ${number}건`,
  noProblems: "문제 없음",
  files: (number) => `파일 ${number}개`,
  titleOf: (code) => titles.get(code),

  lake: "레이크",
  account: "계정",
  planDigest: "계획 다이제스트",
  grades: "등급",
  sections: {
    tagValues: "LF 태그 값",
    tag: (key) => `LF 태그 ${key}`,
    grants: "권한 부여",
    defaultAccess: "IAM이 허용하는 모든 주체의 접근",
    foreignGrants: "정책 외 권한 부여",
    locations: "등록된 위치",
    guardrails: "가드레일",
    settings: "데이터 레이크 설정",
    buckets: "버킷과 키",
    other: (kind) => kind,
  },
  settings: {
    admin: "데이터 레이크 관리자",
    "read-only-admin": "읽기 전용 관리자",
    "create-database-default": "새 데이터베이스",
    "create-table-default": "새 테이블",
    "external-data-filtering": "외부 엔진",
    "full-table-external-access": "외부 엔진의 전체 테이블 접근",
  },
  impact: { widens: "확대", narrows: "축소", neutral: "변동 없음" },
  narrowsAndWidens: (opening) => `축소, 일부 확대: ${opening}`,
  noLongerGoverned: "더 이상 관리하지 않는 버킷: 이 문들이 없어지며 객체를 읽고 쓰는 주체는 IAM과 다른 주체가 작성한 문이 정함",
  noLongerClosed: "`directAccess`로 막는 주체가 더 이상 없음: IAM이 허용하는 모든 주체가 객체를 읽고 쓸 수 있음",
  database: "데이터베이스",
  table: "테이블",
  drift: {
    notAsked: (what) => `${what}, 정책에 없음`,
    notAskedOfColumn: (what) => `${what}, 정책상 테이블의 값`,
    missing: (what) => `${what} 없음`,
    otherwise: (what, asked) => `${what}, 정책상 ${asked}`,
    toBringBack: "계정을 정책과 일치시키기 위한 변경:",
  },
  openNow: {
    title: "현재 열려 있음",
    carrying: (what, _columns, carries, asked) => `${what}: 현재 ${carries}등급, 정책상 ${asked}등급`,
    readableBy: (who) => `읽을 수 있는 주체: ${who}`,
    reachedByNobody: "아직 이에 이르는 권한 부여는 없음",
  },
  removed: (what) => `${what} 제거`,
  heldOn: (held, securable) => `${securable}에 대한 ${held}`,
  mayPassOn: (permissions) => `재부여 가능: ${permissions}`,
  tables: (number) => `테이블 ${number}개`,
  grantsOn: (number, type) => `${types[type]} 권한 부여 ${number}건`,
  andMore: (list, number) => `${list} 외 ${number}개`,
  hiddenBlocks: (blocks, changes) => `… 외 ${blocks}개 항목, 변경 ${changes}건, 모두 접근을 확대하지 않음 (--full로 전체 표시)`,
  hiddenSections: (number) => `길이 제한으로 ${number}개 절 생략: \`lakegrade plan --full\`의 출력 참조`,
  hiddenLines: (lines, changes, widening) =>
    `… 외 ${lines}줄, 변경 ${changes}건, ${widening === 0 ? "모두 접근을 확대하지 않음" : `그중 접근 확대 ${widening}건`}: \`lakegrade plan --full\`의 출력 참조`,
  widenNothing: (number) => `접근을 확대하지 않는 항목 ${number}개`,
  heads: { change: "변경", access: "접근", policy: "정책", severity: "심각도", code: "코드", what: "내용" },
  writes: {
    title: (buckets) => `버킷 쓰기 ${buckets}`,
    results: { allowed: "허용", denied: "거부", unknown: "알 수 없음" },
    relations: {
      "registration role": "등록 역할",
      "direct access": "직접 접근",
      operator: "운영자",
      "break-glass": "비상 접근",
      "role that may write": "쓰기 가능",
      "any other role": "모든 권한을 가진 그 밖의 역할",
      "another account": "다른 계정",
      "AWS service": "AWS 서비스",
    },
    shapes: {
      "no header": "헤더 없음",
      "key ARN": "키 ARN",
      "key id": "키 ID",
      "key alias": "키 별칭",
      "aws:kms without key": "키 없는 aws:kms",
      "another key": "다른 키",
      "aws:kms:dsse": "aws:kms:dsse 헤더",
      AES256: "AES256 헤더",
      "SSE-C": "쓰는 쪽의 키(SSE-C)",
    },
    ownKey: "버킷의 키",
    inPartsOnly: "멀티파트만",
    inOneOnly: "단일 요청만",
    stops: "중단",
    mayStop: "중단 가능",
    goesOn: "계속됨",
    moreRoles: "개별로 확인하지 않은, 쓰기 관련 정책을 가진 역할",
    heads: { writer: "쓰는 주체", shape: "쓰는 방식", outcome: "이전 → 이후", why: "이유" },
  },
  reads: {
    title: (buckets) => `버킷 객체 직접 읽기 ${buckets}`,
    lost: "중단",
    mayBeLost: "중단 가능",
    instead: "이후 Lake Formation으로 읽기",
    newObjects: "앞으로 쓰는 객체만",
    moreReaders: "읽기 관련 정책이 있으나 검토하지 않음",
    losing: (number) => `직접 읽기가 중단되는 주체 ${number}개`,
    mayLose: (number) => `직접 읽기가 중단될 수 있는 주체 ${number}개`,
    heads: { who: "주체", what: "직접 읽기", why: "이유" },
  },
  outages: {
    title: "일시적 접근 중단",
    unreviewed: "검토한 계획에 없는 일시적 접근 중단",
    count: (number) => `일시적 접근 중단 ${number}건`,
    why: "권한 밖의 데이터를 잠시도 노출하지 않으면서 중단을 피할 수 있는 순서를 찾지 못했습니다",
    columnsOfTables: (columns, tables) => `테이블 ${tables}개의 열 ${columns}개`,
    databaseItself: "데이터베이스 자체",
    steps: (from, until) => (from === until ? `${from}단계 동안` : `${from}단계부터 ${until}단계가 끝날 때까지`),
    heads: { who: "주체", what: "중단되는 데이터", when: "시점" },
  },
  withColumns: (columns) => `, 함께 바뀌는 열 ${columns}`,
  securable: securableText,
  cellLabel: (label) => labels.get(label) ?? label,
  phrase: phraseText,
  applyError: koApplyError,
  reason: koReason,
  statement: (effect, topic) => `${topic} ${effects[effect]}`,
  others: {
    stay: (number, list) => `다른 주체가 작성한 문 ${number}개 유지 (${list})`,
    found: (list) => `점검 결과가 있는 문: ${list}`,
    at: (position) => `${position}번째 문`,
  },
  unprovisioned: {
    brings: (_number, accounts) => `이전 버전을 쓰는 계정(${accounts})에 다른 주체의 변경까지 포함한 권한 세트 전체를 프로비저닝`,
    come: (statements) => `추가되는 다른 주체의 문: ${statements}`,
    go: (statements) => `사라지는 다른 주체의 문: ${statements}`,
    unknown: "다른 주체의 어떤 문이 추가되거나 사라지는지 확인 불가: 이 계정의 역할을 읽지 못했거나 해석하지 못함",
    perhaps: "관리형 정책, 권한 세트 설정, 다른 계정의 역할에 빠진 내용도 반영될 수 있음: 이들은 읽지 않음",
    statement: (effect, sid, actions) => `${sid ?? "Sid 없는 문"} ${effects[effect]} (${actions})`,
    allBut: (actions) => `${actions} 외 모두`,
  },
  statements: { adds: "추가", removes: "삭제", changes: "변경", otherwise: "지정 방식 변경" },
  noChanges: "변경 없음.",
  asThePoliciesSay: "레이크가 정책과 일치합니다.",
  allThere: "정책이 요구하는 내용이 모두 적용되어 있습니다.",
  planCounts: (create, update, remove) => `계획: 추가 ${create}건, 변경 ${update}건, 제거 ${remove}건`,
  widens: (number) => `접근 확대 ${number}건`,
  narrows: (number) => `접근 축소 ${number}건`,
  leftOut: (number) =>
    `정책에 지정된 보안 주체, 데이터베이스, 규칙, 버킷 또는 키 ${number}개를 비교할 수 없어 제외했습니다. 해결하기 전까지 \`plan\`과 \`apply\`는 실행되지 않습니다.`,

  remedies: "코드별 조치 방법: `docs/findings/<CODE>.md`",
  findings: "점검 결과",
  findingCount: (number) => `점검 결과 ${number}건`,
  findingSeverity: { critical: "심각", high: "높음", medium: "중간", low: "낮음", informational: "정보" },
  unknown: "확인 불가",
  andSo: (number) => `외 ${number}건`,

  progress: {
    catalog: (tables) => `카탈로그: 테이블 ${tables}개`,
    kind: (kind, read) => `${kinds.get(kind) ?? kind}: ${read}건 읽음`,
    permissionSets: (read) => `권한 세트: ${read}건 읽음`,
    provisioning: (permissionSet) => `권한 세트 ${permissionSet} 프로비저닝 중`,
  },

  outcomes: {
    failed: "실패",
    unverified: "AWS는 응답했으나 다시 읽었을 때 확인되지 않음",
    "not-attempted": "시도하지 않음",
  },
  outcomeCount: (number, outcome) => `${outcome} ${number}건:`,
  alike: (number) => `같은 원인 ${number}건`,
  moreOfThem: (number) => `… 외 ${number}건`,
  applied: (done) => `변경 ${done}건을 적용했고, 계정을 다시 읽어 모두 확인했습니다.`,
  appliedPartly: (done, total, failed, unverified, skipped) =>
    `변경 ${total}건 중 ${done}건 적용: 실패 ${failed}건, 미확인 ${unverified}건, 미시도 ${skipped}건. 새 계획을 만들어 이어서 진행하십시오.`,
  differsElsewhere: (places) => `그 밖에 정책과 다른 곳이 계정에 ${places}곳 있습니다. \`lakegrade drift\`를 실행하십시오.`,
  failed: "실패",
  furtherFailures: "나머지 실패 내역은 결과에 표시됩니다",
  policiesOfPlan: (directories) => `정책: ${directories} (계획 파일에 기록된 경로)`,
  askToApply: (lake, account) => `${lake} (${account})에 이 변경을 적용하시겠습니까? \`yes\`만 동의로 처리합니다: `,
  askToBootstrap: "이 주체를 관리자로 지정하시겠습니까? `yes`만 동의로 처리합니다: ",
  nothingChanged: "변경한 내용이 없습니다",
  administratorsAlready: "이미 관리자로 지정되어 있습니다.",
  appliedSoFar: (done, total) => `변경 ${total}건 중 ${done}건 적용`,
  waiting: (left) => `변경 ${left}건의 반영 확인 대기 중`,
  readingAgain: "계정을 다시 읽는 중",
  interrupted: "중단 요청: 이 단계까지만 진행하고 멈춥니다. 즉시 멈추려면 한 번 더 중단하십시오",

  unrefined: (tables) =>
    `스냅샷에는 테이블 ${tables}개의 태그가 상속된 것인지 기록되어 있지 않아, 계정과 직접 비교한 계획에는 변경이 몇 건 더 있을 수 있습니다`,
  rolePolicy: {
    caller: (name, characters) => `${name}: 명령을 실행하는 역할용 (${characters}자)`,
    "identity-center": (name, characters) => `${name}: \`Lake.identityCenter\`에 적힌 역할용 (${characters}자)`,
  },
  guardrailsWritten: (count, directory) => `가드레일 ${count}개를 ${directory}에 저장함`,
  saved: (file, digest) => `${file}에 저장함, 계획 다이제스트 ${digest}`,
  notChecked: "규칙을 카탈로그와 대조하지 않았습니다. --catalog 또는 --live로 카탈로그를 지정하십시오",
  notRead: (what, reason) => `읽지 못함: ${what} (${reason})`,
  questions: {
    name: "레이크 이름",
    account: "AWS 계정 ID(숫자 12자리)",
    region: "카탈로그가 있는 리전",
    database: "먼저 관리할 Glue 데이터베이스",
    permissionSet: "읽기를 허용할 권한 세트",
  },
  nextAfterInit: (directory) => `다음 단계: \`lakegrade validate${directory}\`, 이어서 \`lakegrade plan${directory}\``,
};

function phraseText(phrase: string): string {
  const known = values.get(phrase);
  if (known !== undefined) return known;
  const found = koValuePatterns.find(([pattern]) => pattern.test(phrase));
  return found === undefined ? phrase : phrase.replace(...found);
}

const types: Readonly<Record<Securable["type"], string>> = {
  catalog: "카탈로그",
  database: "데이터베이스",
  table: "테이블",
  "all-tables": "모든 테이블",
  columns: "열",
  "columns-except": "일부를 제외한 열",
  "data-cells-filter": "데이터 셀 필터",
  "data-location": "위치",
  "lf-tag": "LF 태그",
  "lf-tag-policy": "LF 태그 정책",
  "lf-tag-policy-named": "LF 태그 표현식 정책",
  "lf-tag-expression": "LF 태그 표현식",
  unknown: "알 수 없는 유형의 리소스",
};

function securableText(securable: Securable): string {
  switch (securable.type) {
    case "catalog":
      return "데이터 카탈로그";
    case "database":
      return `데이터베이스 ${securable.database}`;
    case "table":
      return `테이블 ${securable.database}.${securable.table}`;
    case "all-tables":
      return `${securable.database}의 모든 테이블`;
    case "columns":
      return `${securable.database}.${securable.table}의 열(${securable.columns.join(", ")})`;
    case "columns-except":
      return `${securable.database}.${securable.table}의 열(${securable.excluded.join(", ")} 제외)`;
    case "data-cells-filter":
      return `${securable.database}.${securable.table}의 데이터 셀 필터 ${securable.filter}`;
    case "data-location":
      return `위치 ${securable.arn}`;
    case "lf-tag":
      return `LF 태그 ${securable.key}=${securable.values.join("|")}`;
    case "lf-tag-policy":
      return `${formatExpression(securable.expression)}인 ${targets[securable.target]}`;
    case "lf-tag-policy-named":
      return `표현식 ${securable.name}에 해당하는 ${targets[securable.target]}`;
    case "lf-tag-expression":
      return `LF 태그 표현식 ${securable.name}`;
    case "unknown":
      return "알 수 없는 유형의 리소스";
  }
}
