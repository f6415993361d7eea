/** One diagnostic for one mistake in a document's shape. */

import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { didYouMean, nearest } from "../model/suggestion.ts";
import type { ParsedDocument } from "./parse-value.ts";
import type { Path } from "./policy.ts";
import type { ShapeError } from "./validate-shape.ts";
import { branchesOf, fieldsOf } from "./validate-unions.ts";
import { boundsInWords, fieldName, quoted, typeInWords, valueInWords } from "./validate-words.ts";

const apiVersion = "lakegrade/v1";

/** A field that its mapping does not have; in a mapping with free keys, a key of the wrong form. */
export function unknownField(document: ParsedDocument, error: ShapeError, field: string, suggestion: string | undefined): Diagnostic {
  const range = document.keyAt([...error.path, field]);
  const form = error.schema["patternErrorMessage"];
  if (typeof form === "string") return report("LG2009", { message: `the key ${quoted(field)} is not ${form}`, range });
  const known = Object.keys(error.schema["properties"] ?? {});
  const help = didYouMean(field, suggestion === undefined ? known : [suggestion], `known fields: ${known.join(", ")}`);
  return report("LG2005", {
    message: `unknown field ${quoted(field)}`,
    label: "no field of this name",
    ...(help === undefined ? {} : { help }),
    range,
  });
}

/** A field that must be there. */
export function missingField(document: ParsedDocument, kind: string, error: ShapeError): Diagnostic {
  const field = String(error.params["missingProperty"]);
  const range = document.at(error.path);
  if (field === "apiVersion") {
    const help = `add \`apiVersion: ${apiVersion}\``;
    return report("LG2013", { message: `a \`${kind}\` says which version of the policy language it is written in`, help, range });
  }
  const owner = error.path.length === 0 ? `this \`${kind}\`` : fieldName(error.path);
  return report("LG2006", { message: `${owner} has no \`${field}\``, help: `add the field \`${field}\``, range });
}

/** Fields of which exactly one is given, or of which one needs another. */
export function combinationProblem(document: ParsedDocument, error: ShapeError, choices: readonly string[]): Diagnostic {
  const { path, params, value } = error;
  if (choices.length === 0) {
    const field = String(params["property"]);
    const needed = String(params["missingProperty"]);
    return report("LG2012", {
      message: `${quoted(field)} goes only with ${quoted(needed)}`,
      help: `remove ${quoted(field)}, or give ${quoted(needed)}`,
      range: document.keyAt([...path, field]),
    });
  }
  return choiceProblem(document, path, Object.keys(value ?? {}), choices);
}

function choiceProblem(document: ParsedDocument, path: Path, given: readonly string[], choices: readonly string[]): Diagnostic {
  const help = `exactly one of ${choices.map(quoted).join(", ")}`;
  const [first, second] = given.filter((field) => choices.includes(field));
  if (first === undefined || second === undefined) {
    return report("LG2012", { message: `${fieldName(path)} does not say what it is`, help, range: document.at(path) });
  }
  return report("LG2012", {
    message: `${quoted(first)} and ${quoted(second)} exclude each other`,
    help,
    range: document.keyAt([...path, second]),
    related: [{ message: "given here already", range: document.keyAt([...path, first]) }],
  });
}

/** A value that is not what its field takes. */
export function valueProblem(document: ParsedDocument, error: ShapeError): Diagnostic {
  const { keyword, path, schema, value } = error;
  const range = document.at(path);
  const field = fieldName(path);
  switch (keyword) {
    case "type":
      return typeProblem(document, error);
    case "oneOf":
      return unionProblem(document, error);
    case "const": {
      const help = `write \`apiVersion: ${apiVersion}\``;
      return report("LG2013", { message: `${quoted(document.writtenAt(path))} is not a supported \`apiVersion\``, help, range });
    }
    case "enum":
      return enumProblem(document, error);
    case "pattern": {
      const help = arnHelp(path, value);
      const message = `${field} must be ${String(schema["patternErrorMessage"])}`;
      return report("LG2009", { message, ...(help === undefined ? {} : { help }), range });
    }
    case "format":
      return report("LG2009", { message: `${field} must be the name of a time zone, such as \`Asia/Seoul\``, range });
    case "minItems":
    case "minProperties":
      return report("LG2010", { message: `${field} is empty`, help: "give at least one entry", range });
    case "minLength":
    case "maxLength": {
      const bounds = boundsInWords(schema["minLength"], schema["maxLength"]);
      return report("LG2010", { message: `${field} must be ${bounds} characters long`, range });
    }
    case "minimum":
    case "maximum": {
      const bounds = boundsInWords(schema["minimum"], schema["maximum"]);
      return report("LG2010", { message: `${field} must be ${bounds}`, label: `this is ${String(value)}`, range });
    }
    default:
      throw new Error(`no words for the schema keyword "${keyword}"`);
  }
}

/** An ARN where a name belongs, in a place that takes ARNs as well. */
function arnHelp(path: Path, value: unknown): string | undefined {
  if (typeof value !== "string" || !value.startsWith("arn:")) return undefined;
  const [field, at] = [path.at(-1), path.at(-3)];
  if (field === "role" && (at === "principals" || at === "directAccess")) return "write `arn:` in place of `role:`";
  const list = path.at(-2);
  const takesArns = typeof list === "string" && ["admins", "readOnlyAdmins", "operators", "breakGlass"].includes(list);
  return takesArns ? "write it as `{arn: …}`" : undefined;
}

function enumProblem(document: ParsedDocument, { path, expected }: ShapeError): Diagnostic {
  const allowed = Array.isArray(expected) ? expected.map(String) : [];
  const written = document.writtenAt(path);
  const near = nearest(written, allowed);
  return report("LG2008", {
    message: written === "" ? `${fieldName(path)} has no value` : `${fieldName(path)} cannot be ${quoted(written)}`,
    label: `not one of ${allowed.map(quoted).join(", ")}`,
    ...(near === undefined ? {} : { help: didYouMean(written, allowed) ?? "" }),
    range: document.at(path),
  });
}

/** Account ids are the one text of digits alone in the language. */
const accountPattern = "^[0-9]{12}$";

function typeProblem(document: ParsedDocument, { path, expected, schema, value }: ShapeError): Diagnostic {
  const range = document.at(path);
  const written = document.writtenAt(path);
  if (typeof value === "number" && schema["pattern"] === accountPattern) {
    return report("LG2011", {
      message: `${fieldName(path)} is read as a number, and a number loses the zeros it starts with`,
      help: `quote the account id: \`"${quoted(written).slice(1, -1)}"\``,
      range,
    });
  }
  const help = principalHelp(schema, value) ?? typeHelp(expected, value, written);
  return report("LG2007", {
    message: value === null ? `${fieldName(path)} has no value` : `${fieldName(path)} must be ${typeInWords(expected)}`,
    ...(value === null ? { label: `must be ${typeInWords(expected)}` } : { label: `this is ${valueInWords(value)}` }),
    ...(help === undefined ? {} : { help }),
    range,
  });
}

/** A bare name where a mapping says what sort of principal it is. */
function principalHelp(schema: ShapeError["schema"], value: unknown): string | undefined {
  if (typeof value !== "string" || value === "" || !Object.hasOwn(schema["properties"] ?? {}, "role")) return undefined;
  const text = quoted(value).slice(1, -1);
  return value.startsWith("arn:") ? "write it as `{arn: …}`" : `write \`{role: ${text}}\`, or \`{permissionSet: ${text}}\``;
}

function typeHelp(expected: unknown, value: unknown, written: string): string | undefined {
  if (value === null) return "give it a value, or remove the field";
  const scalar = typeof value !== "object";
  if (expected === "string" && scalar) return `put it in quotes: \`"${quoted(written).slice(1, -1)}"\``;
  if (expected === "array" && scalar) return `write a list: \`[${quoted(written).slice(1, -1)}]\``;
  if (expected === "integer" && typeof value === "string" && /^\d+$/.test(value)) return "remove the quotes";
  if (expected === "boolean" && scalar) return "write `true` or `false`, in lower case and without quotes";
  return undefined;
}

/** A union no branch of which was meant, or two of which were. */
function unionProblem(document: ParsedDocument, error: ShapeError): Diagnostic {
  const { path, schema, value } = error;
  const given = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const choices = branchesOf(error).flatMap(fieldsOf);
  if (given.filter((field) => choices.includes(field)).length > 1) return choiceProblem(document, path, given, choices);
  return report("LG2007", {
    message: `${fieldName(path)} is ${value === null ? "empty" : `${valueInWords(value)} that is not understood`}`,
    help: `write ${lowerFirst(String(schema["description"]))}`,
    range: document.at(path),
  });
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1).replace(/\.$/, "")}`;
}
