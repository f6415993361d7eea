/** Schema errors into diagnostics in our words: one mistake, one diagnostic. */

import type { ErrorObject } from "ajv/dist/2020.js";

import type { Diagnostic } from "../model/diagnostic.ts";
import { nearest } from "../model/suggestion.ts";
import type { ParsedDocument } from "./parse-value.ts";
import type { Path } from "./policy.ts";
import { unknownField, missingField, valueProblem, combinationProblem } from "./validate-problems.ts";
import { withoutOtherBranches } from "./validate-unions.ts";

/** An error with its place as a path and the parts of the schema it needs, narrowed from the validator's `any`. */
export interface ShapeError {
  readonly keyword: string;
  readonly path: Path;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The value of the keyword in the schema, and the schema around it. */
  readonly expected: unknown;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

/** Errors of one document that are looked at: more of them are one mistake, made by a program. */
const maxErrors = 2000;

/** The problems of one document, given everything its validator found. */
export function shapeProblems(document: ParsedDocument, kind: string, errors: readonly ErrorObject[]): readonly Diagnostic[] {
  const byPlace = new Map<string, ShapeError[]>();
  for (const error of withoutOtherBranches(firstOf(errors).map(narrow))) {
    const place = JSON.stringify(error.path);
    const there = byPlace.get(place);
    if (there === undefined) byPlace.set(place, [error]);
    else there.push(error);
  }
  return [...byPlace.values()].flatMap((there) => problemsOfPlace(document, kind, there));
}

/** The first errors, without those of an entry that the cut would leave with a part of its errors. */
function firstOf(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const next = errors[maxErrors];
  if (next === undefined) return errors;
  const first = errors.slice(0, maxErrors);
  const [, list, entry] = next.instancePath.split("/");
  const whole = first.filter(({ instancePath }) => !`${instancePath}/`.startsWith(`/${list}/${entry}/`));
  return whole.length === 0 ? first : whole;
}

function narrow(error: ErrorObject): ShapeError {
  const { keyword, instancePath, schemaPath, params, schema, parentSchema, data } = error;
  return { keyword, path: pathOf(instancePath), schemaPath, params, expected: schema, schema: parentSchema ?? {}, value: data };
}

/** A JSON Pointer (RFC 6901) as a path. */
function pathOf(pointer: string): Path {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((segment) => (/^(0|[1-9][0-9]*)$/.test(segment) ? Number(segment) : segment));
}

/** The keywords about a value itself, the most basic first: what fails the first needs no word about the others. */
const valueKeywords = [
  "type",
  "oneOf",
  "const",
  "enum",
  "minLength",
  "pattern",
  "format",
  "maxLength",
  "minimum",
  "maximum",
  "minItems",
  "minProperties",
];

function problemsOfPlace(document: ParsedDocument, kind: string, errors: readonly ShapeError[]): readonly Diagnostic[] {
  const unknown = unknownFields(errors);
  // A misspelt field is also missing under its right name: that is one mistake.
  const meant = new Set(unknown.map(({ suggestion }) => suggestion));
  const missing = errors.filter(({ keyword, params }) => keyword === "required" && !meant.has(String(params["missingProperty"])));
  const combination = errors.find(({ keyword, expected }) => keyword === "oneOf" && isFieldChoice(expected));
  const choices = combination === undefined ? [] : choicesOf(combination.expected);
  const dependent = errors.find(({ keyword }) => keyword === "dependentRequired");
  const value = valueKeywords
    .map((keyword) => errors.find((error) => error.keyword === keyword && error !== combination))
    .find((error) => error !== undefined);
  // What is no mapping at all has no fields to choose among, which `value` says; it may also be a misspelt field that was meant.
  const isSaid = value?.keyword === "type" || choices.some((choice) => meant.has(choice));
  const combined = combination !== undefined && isSaid ? undefined : (combination ?? dependent);
  return [
    ...unknown.map(({ error, field, suggestion }) => unknownField(document, error, field, suggestion)),
    ...missing.map((error) => missingField(document, kind, error)),
    ...(combined === undefined ? [] : [combinationProblem(document, combined, choices)]),
    ...(value === undefined ? [] : [valueProblem(document, value)]),
  ];
}

interface UnknownField {
  readonly error: ShapeError;
  readonly field: string;
  readonly suggestion: string | undefined;
}

/** All of one place, so of one mapping. Only fields that are not there yet are worth suggesting. */
function unknownFields(errors: readonly ShapeError[]): readonly UnknownField[] {
  const found = errors.filter(({ keyword }) => keyword === "additionalProperties");
  const [first] = found;
  if (first === undefined) return [];
  const present = new Set(Object.keys(first.value ?? {}));
  const absent = Object.keys(first.schema["properties"] ?? {}).filter((known) => !present.has(known));
  return found.map((error) => {
    const field = String(error.params["additionalProperty"]);
    return { error, field, suggestion: nearest(field, absent) };
  });
}

function isFieldChoice(expected: unknown): boolean {
  return choicesOf(expected).length > 0;
}

/** The fields of a union whose branches differ by one required field alone; empty for any other union. */
function choicesOf(expected: unknown): readonly string[] {
  if (!Array.isArray(expected)) return [];
  const fields = expected.map((branch: unknown) => requiredAlone(branch));
  return fields.every((field) => field !== undefined) ? fields : [];
}

function requiredAlone(branch: unknown): string | undefined {
  if (typeof branch !== "object" || branch === null || !("required" in branch) || Object.keys(branch).length !== 1) return undefined;
  return Array.isArray(branch.required) ? String(branch.required[0]) : undefined;
}
