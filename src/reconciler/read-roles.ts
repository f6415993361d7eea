/** Reading the roles of the account, for resolving names to principals. */

import type { Ports } from "../aws/ports.ts";
import { readPages } from "../model/pages.ts";
import { compareText } from "../model/source.ts";
import type { Role } from "../model/state.ts";

/** All roles, sorted by name. One listing, 1,000 a page (IAM API, GetAccountAuthorizationDetails). */
export async function readRoles({ iam }: Ports): Promise<readonly Role[]> {
  const roles = await readPages(async (marker) => {
    const {
      RoleDetailList = [],
      IsTruncated,
      Marker,
    } = await iam.getAccountAuthorizationDetails({
      Filter: ["Role"],
      MaxItems: 1000,
      ...(marker === undefined ? {} : { Marker: marker }),
    });
    return { items: RoleDetailList, next: IsTruncated === true ? Marker : undefined };
  });
  return roles
    .map(({ RoleName: name = "", Arn: arn = "", Path: path = "/" }) => ({ name, arn, path }))
    .toSorted((a, b) => compareText(a.name, b.name));
}
