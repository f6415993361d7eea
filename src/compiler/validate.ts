/** Checks that a document has a known kind and the shape of its schema. */

import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { didYouMean } from "../model/suggestion.ts";
import type { ParsedDocument } from "./parse-value.ts";
import type { PolicyDocument } from "./policy.ts";
import type { Bucket, Classification, Group, Lake } from "./policy.gen.ts";
import { schemaValidators } from "./schema-validators.ts";
import { shapeProblems } from "./validate-shape.ts";
import { quoted } from "./validate-words.ts";

/** A document that obeys the schema of its kind. */
export type ValidDocument =
  | { readonly kind: "Lake"; readonly document: PolicyDocument<Lake> }
  | { readonly kind: "Classification"; readonly document: PolicyDocument<Classification> }
  | { readonly kind: "Group"; readonly document: PolicyDocument<Group> }
  | { readonly kind: "Bucket"; readonly document: PolicyDocument<Bucket> };

const kinds = ["Lake", "Classification", "Group", "Bucket"] as const;

/** Kinds of the language that this version of the compiler refuses: leaving them out would weaken what was reviewed. */
const laterKinds: readonly string[] = ["Exception", "Test"];

/** True for the kinds of the language, those that are refused included. */
export function isKnownKind(kind: string): boolean {
  return [...kinds, ...laterKinds].includes(kind);
}

/** The document with its type, or why it has none. */
export function validateDocument(document: ParsedDocument): ValidDocument | readonly Diagnostic[] {
  const { value } = document;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const help = "start it with `kind:`; separate documents with a line `---`";
    return [report("LG2003", { message: "a policy document is a mapping of fields", help, range: document.at([]) })];
  }
  const kind: unknown = "kind" in value ? value.kind : undefined;
  switch (kind) {
    case "Lake": {
      const validate = schemaValidators.Lake();
      return validate(value) ? { kind, document: { ...placesOf(document), value } } : shapeProblems(document, kind, validate.errors ?? []);
    }
    case "Classification": {
      const validate = schemaValidators.Classification();
      return validate(value) ? { kind, document: { ...placesOf(document), value } } : shapeProblems(document, kind, validate.errors ?? []);
    }
    case "Group": {
      const validate = schemaValidators.Group();
      return validate(value) ? { kind, document: { ...placesOf(document), value } } : shapeProblems(document, kind, validate.errors ?? []);
    }
    case "Bucket": {
      const validate = schemaValidators.Bucket();
      return validate(value) ? { kind, document: { ...placesOf(document), value } } : shapeProblems(document, kind, validate.errors ?? []);
    }
    default:
      return [kindProblem(document, value, kind)];
  }
}

function placesOf({ at, keyAt }: ParsedDocument): Pick<ParsedDocument, "at" | "keyAt"> {
  return { at, keyAt };
}

function kindProblem(document: ParsedDocument, value: object, kind: unknown): Diagnostic {
  const range = document.at(["kind"]);
  if (typeof kind === "string" && laterKinds.includes(kind)) {
    const message = `documents of kind \`${kind}\` are not supported yet by this version`;
    return report("LG2004", { message, help: "remove the document: nothing of it would take effect", range });
  }
  if (kind === undefined || kind === null) {
    const misspelt = Object.keys(value).find((key) => key.toLowerCase() === "kind");
    const help = misspelt === undefined ? `add \`kind:\` with one of ${[...kinds].map(quoted).join(", ")}` : "write `kind` in lower case";
    return report("LG2002", {
      message: "this document has no `kind`",
      help,
      range: misspelt === undefined ? range : document.keyAt([misspelt]),
    });
  }
  const name = typeof kind === "string" ? kind : document.writtenAt(["kind"]);
  const help = didYouMean(name, [...kinds, ...laterKinds]);
  return report("LG2001", {
    message: `unknown kind ${quoted(name)}`,
    label: "no kind of this name",
    ...(help === undefined ? {} : { help }),
    range,
  });
}
