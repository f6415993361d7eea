/** One AWS account in one Region: all that the sandbox remembers. */

import { createAthenaState } from "./athena/state.ts";
import type { AthenaState } from "./athena/state.ts";
import { createGlueState } from "./glue/state.ts";
import type { GlueState } from "./glue/state.ts";
import type { IamState } from "./iam/state.ts";
import { putAdministrator } from "./iam/users.ts";
import type { KmsState } from "./kms/state.ts";
import { createLakeFormationState } from "./lake-formation/state.ts";
import type { LakeFormationState } from "./lake-formation/state.ts";
import { createS3State } from "./s3/state.ts";
import type { S3State } from "./s3/state.ts";
import { standaloneOrganization } from "./organization.ts";
import type { Organization } from "./organization.ts";

export interface Account {
  /** 12 digits. */
  readonly id: string;
  readonly region: string;
  readonly glue: GlueState;
  readonly athena: AthenaState;
  /** IAM is global: the accounts of all Regions share it. */
  readonly iam: IamState;
  readonly lakeFormation: LakeFormationState;
  /** The buckets of all Regions: their names are one namespace. */
  readonly s3: S3State;
  readonly kms: KmsState;
  /** The same for all accounts of a sandbox. */
  readonly organization: Organization;
}

/** A Region of an account in which nothing was done yet; IAM has the administrator. Without an organisation the account is one by itself. */
export function createAccount(
  id: string,
  region: string,
  iam: IamState,
  s3 = createS3State(),
  organization = standaloneOrganization(id, iam),
): Account {
  putAdministrator({ id, region, iam });
  const kms = organization.kms(id, region);
  return {
    id,
    region,
    iam,
    s3,
    glue: createGlueState(),
    athena: createAthenaState(),
    lakeFormation: createLakeFormationState(id, region),
    kms,
    organization,
  };
}
