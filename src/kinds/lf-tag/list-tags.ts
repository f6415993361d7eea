/** The LF-Tag keys of an account with their values, as one listing. */

import type { Ports } from "../../aws/ports.ts";
import { readPages } from "../../model/pages.ts";

export interface TagValues {
  readonly key: string;
  readonly values: readonly string[];
}

/** The account's own tags; those that other accounts share with it are theirs. */
export async function listTags(ports: Ports, account: string): Promise<readonly TagValues[]> {
  const tags = await readPages(async (token) => {
    const { LFTags = [], NextToken } = await ports.lakeFormation.listLFTags({
      CatalogId: account,
      MaxResults: 1000,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    return { items: LFTags, next: NextToken };
  });
  return tags
    .filter(({ CatalogId: catalog }) => catalog === undefined || catalog === account)
    .map(({ TagKey: key, TagValues: values }) => ({ key: key ?? "", values: values ?? [] }));
}
