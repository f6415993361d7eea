/**
 * Date operators: W3C forms of ISO 8601, or seconds since 1970. Source: IAM User Guide, Conditions_Date; that a value of the request which is
 * no date differs from every date: seen in AWS's decisions.
 */

import { literalText } from "../variables.ts";
import type { Operator } from "./operator.ts";

const dateForm = /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2}))?)?$/;

const fourDigits = /^-?\d{4}(\.\d+)?$/;

/** Milliseconds since 1970, or undefined for what is no date. Four digits alone could be a year or seconds, so they are neither. */
function parseDate(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^-?(\d{1,3}|\d{5,14})(\.\d{1,9})?$/.test(trimmed)) return Number(trimmed) * 1000;
  const [, year, month, day = "01", hour = "00", minute = "00", second = "00", fraction = "0", zone = "Z"] = dateForm.exec(trimmed) ?? [];
  if (year === undefined || month === undefined) return undefined;
  const start = startOfDay(Number(year), Number(month), Number(day));
  const offset = zoneMinutes(zone);
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (start === undefined || offset === undefined || h > 23 || m > 59 || s > 59) return undefined;
  return start + ((h * 60 + m - offset) * 60 + s + Number(`0.${fraction}`)) * 1000;
}

/** Undefined for a day that the month does not have. */
function startOfDay(year: number, month: number, day: number): number | undefined {
  const moment = new Date(0).setUTCFullYear(year, month - 1, day);
  const reached = new Date(moment);
  // Days beyond the end of a month move into the next one.
  return reached.getUTCMonth() === month - 1 && reached.getUTCDate() === day ? moment : undefined;
}

function zoneMinutes(zone: string): number | undefined {
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

function date(negated: boolean, holds: (difference: number) => boolean): Operator {
  return {
    negated,
    variables: false,
    matches: (policy, value) => {
      const right = parseDate(literalText(policy));
      if (right === undefined || fourDigits.test(value.trim())) return "unknown";
      const left = parseDate(value);
      return left !== undefined && holds(left - right);
    },
  };
}

export const dateOperators: Readonly<Record<string, Operator>> = {
  DateEquals: date(false, (difference) => difference === 0),
  DateNotEquals: date(true, (difference) => difference === 0),
  DateLessThan: date(false, (difference) => difference < 0),
  DateLessThanEquals: date(false, (difference) => difference <= 0),
  DateGreaterThan: date(false, (difference) => difference > 0),
  DateGreaterThanEquals: date(false, (difference) => difference >= 0),
};
