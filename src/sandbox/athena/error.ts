/** Athena's one error for what a caller does wrong. Source: Athena API Reference. */

import { ServiceError } from "../service-error.ts";

export function invalidRequest(message: string): ServiceError {
  return new ServiceError("InvalidRequestException", message);
}
