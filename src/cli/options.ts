/** Options that several commands share, declared once. */

import { InvalidArgumentError, Option } from "commander";

import type { Language } from "./messages/en.ts";

export type Format = "text" | "json" | "markdown" | "sarif" | "junit";

export function formatOption(...formats: readonly Format[]): Option {
  return new Option("--format <format>", "form of the result").choices(["text", "json", ...formats]).default("text");
}

export function liveOption(): Option {
  return new Option("--live <file>", "a snapshot in place of the account");
}

export function outOption(what: string): Option {
  return new Option("-o, --out <file>", `write ${what} to a file, as JSON`);
}

export function todayOption(): Option {
  return new Option("--today <date>", "the day to decide by, YYYY-MM-DD (default: now, in the lake's time zone)").argParser(parseDay);
}

/** Of the program, so that every command takes it, before or after its name. */
export function languageOption(): Option {
  return new Option("--lang <language>", "language of reports and messages; JSON, SARIF and JUnit stay English")
    .choices(["en", "ko"] satisfies Language[])
    .default("en");
}

export function guardrailsOption(): Option {
  return new Option("--guardrails <dir>", "write the IAM policies of groups with `guardrail: emit` there, one file a principal");
}

export function quietOption(): Option {
  return new Option("--quiet", "no progress, notes and warnings on standard error");
}

function parseDay(text: string): string {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  // A date such as 2026-02-30 parses, but into another day.
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError("It must be a day as YYYY-MM-DD.");
  }
  return text;
}

/** A port of this machine. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("It must be a port, 0 to 65535.");
  return port;
}
