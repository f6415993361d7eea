/** How long sessions of a permission set last. */

import { invalid } from "./error.ts";

/** Years and months have no fixed length, so a duration with them is never between one hour and twelve. */
const duration = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const secondsOf = [604_800, 86_400, 3600, 60, 1];

/**
 * Requires one hour to twelve, in ISO 8601.
 * Source: IAM Identity Center User Guide, howtosessionduration.
 * @throws ServiceError ValidationException
 */
export function requireSessionDuration(text: string): void {
  const [, ...parts] = duration.exec(text) ?? [];
  const seconds = parts.reduce((sum, part, index) => sum + Number(part ?? 0) * (secondsOf[index] ?? 0), 0);
  if (seconds < 3600 || seconds > 43_200) throw invalid(`Session duration ${text} is not between one hour and twelve hours.`);
}
