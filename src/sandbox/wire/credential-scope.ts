/** Who signed a request and for which service, from its Signature Version 4 header. The signature itself is not checked. */

export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name: `glue`, `lakeformation`. */
  readonly service: string;
}

/** Source: AWS Signature Version 4, "Create a signed request": AWS4-HMAC-SHA256 Credential=<key>/<date>/<region>/<service>/aws4_request. */
const authorization = /^AWS4-HMAC-SHA256\s+Credential=([\w+=.@-]{1,128})\/\d{8}\/([a-z0-9-]{1,64})\/([a-z0-9-]{1,64})\/aws4_request\s*,/;

/** The scope of a signed request, `undefined` when there is none that could be read. */
export function credentialScope(headers: Readonly<Record<string, string>>): CredentialScope | undefined {
  const [, accessKeyId, region, service] = authorization.exec(headers["authorization"] ?? "") ?? [];
  return accessKeyId === undefined || region === undefined || service === undefined ? undefined : { accessKeyId, region, service };
}
