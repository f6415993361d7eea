/** The vocabulary of the generated lake: names as they repeat in real catalogs. */

export const domains = words(`
  claims policies billing payments crm marketing web mobile callcenter fraud pricing actuarial reinsurance
  finance ledger treasury hr payroll legal compliance risk partners brokers hospitals vehicles property travel
  pension loans logistics
`);

/** Who a personal column is about. */
export const subjects = words(`
  customer policyholder insured beneficiary claimant patient driver employee agent broker partner guardian
  spouse payer payee sender receiver tenant owner witness doctor adjuster contact member visitor applicant
  guarantor debtor heir trustee
`);

/** What a personal column holds, and the grade its rule gives it. */
export const attributes = [
  { name: "ssn", grade: 1, class: "unique-id" },
  { name: "phone", grade: 2, class: "contact" },
  { name: "email", grade: 2, class: "contact" },
  { name: "birthdate", grade: 2, class: "demographic" },
  { name: "address", grade: 2, class: "contact" },
] as const;

/** What tables are about. */
export const things = words(`
  orders events transactions balances documents sessions invoices contracts quotes visits messages ratings
  limits snapshots adjustments reserves premiums commissions refunds alerts
`);

/** Columns that any table may have and that no rule names. */
export const ordinary = words(`
  customer_id account_id policy_id created_at updated_at status amount currency channel product_code branch_code
  country language version is_active source_system batch_id row_hash valid_from valid_to
`);

/** Parts of column names that are found in one table only. */
export const measures = words(`
  total average ratio count score flag code rate index share delta rank weight bucket factor margin volume yield
  reserve target
`);

export const columnTypes = ["string", "bigint", "double", "timestamp", "decimal(18,2)", "boolean"] as const;

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
