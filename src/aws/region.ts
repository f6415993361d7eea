/** The Region of standard AWS configuration: environment variables and profiles, as the SDK resolves them. */

import { STSClient } from "@aws-sdk/client-sts";

/** The configured Region; undefined when there is none. */
export async function configuredRegion(): Promise<string | undefined> {
  try {
    return await new STSClient({}).config.region();
  } catch {
    // The SDK throws where no source names a Region.
    return undefined;
  }
}
