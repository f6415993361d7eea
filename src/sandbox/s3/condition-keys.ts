/** The condition keys bucket policies may use. Source: Service Authorization Reference, list_amazons3, as of September 2026. */

const s3Keys: ReadonlySet<string> = new Set(
  `
  accessgrantscope accessgrantsinstancearn accessgrantslocationscope accesspointnetworkorigin annotation-prefix authtype
  dataaccesspointaccount dataaccesspointarn delimiter deliverysourcearn destinationregion existingjoboperation existingjobpriority
  if-match if-none-match inventoryaccessibleoptionalfields isreplicationpauserequest jobsuspendedcause locationconstraint logtype
  max-annotation-results max-keys object-lock-event-hold object-lock-event-hold-duration-days object-lock-legal-hold object-lock-mode
  object-lock-remaining-retention-days object-lock-retain-until-date objectcreationoperation prefix requestjoboperation requestjobpriority
  requestobjecttagkeys resourceaccount resourcearnbeingauthorized signatureage signatureversion tlsversion versionid x-amz-acl
  x-amz-bucket-namespace x-amz-content-sha256 x-amz-copy-source x-amz-grant-full-control x-amz-grant-read x-amz-grant-read-acp
  x-amz-grant-write x-amz-grant-write-acp x-amz-metadata-directive x-amz-object-annotation-directive x-amz-object-if-match
  x-amz-object-ownership x-amz-server-side-encryption x-amz-server-side-encryption-aws-kms-key-id
  x-amz-server-side-encryption-customer-algorithm x-amz-storage-class x-amz-website-redirect-location`
    .trim()
    .split(/\s+/),
);

const families = ["accesspointtag/", "buckettag/", "existingobjecttag/", "requestobjecttag/"];

/** Is there such a key? Global ones (`aws:…`) and those of identity providers are not looked at further. */
export function isConditionKey(key: string): boolean {
  const lower = key.toLowerCase();
  if (!lower.startsWith("s3:")) return /^[a-z0-9.-]+:[\w./:@-]+$/.test(lower);
  const name = lower.slice("s3:".length);
  return s3Keys.has(name) || families.some((family) => name.startsWith(family) && name.length > family.length);
}
