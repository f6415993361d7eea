/** Roles that the policies about reading objects cannot tell apart: of an account's thousands only a few have to be asked about. */

import { namesAction } from "../model/iam/names-action.ts";
import { compileResourcePattern, matchesPattern } from "../model/iam/pattern.ts";
import type { ConditionClause, NameElement, PolicyDocument, PolicyStatement } from "../model/iam/policy-document.ts";
import type { Identity } from "./account-view.ts";
import { reaches } from "./possible-writers.ts";

/** What is read: objects, by the beginning of their ARNs, and the keys that may encrypt them. */
export interface ReadPlace {
  readonly objects: string;
  readonly keys: readonly string[];
}

/** What a role's own policies say of reading. The same object for roles of which they say the same. */
export interface OwnRights {
  /** May be told from all others by what its policies say of whoever has them. */
  readonly isPersonal: boolean;
  readonly documents: readonly Reading[];
  readonly boundary: Reading | undefined;
}

/** The statements of a document that bear on reading, and the same object for documents of which these are equal. */
interface Reading {
  readonly statements: readonly { readonly statement: PolicyStatement; readonly index: number }[];
  readonly isPersonal: boolean;
}

/** What reading takes directly, and what it takes through Lake Formation. */
export const readAction = "s3:GetObject";
export const decryptAction = "kms:Decrypt";
export const vendAction = "lakeformation:GetDataAccess";
const actions = [readAction, decryptAction, vendAction];

const nothing: Reading = { statements: [], isPersonal: false };

/** Reads the rights of roles; what several documents, or roles, have in common is one object. */
export function ownRightsReader(): (identities: readonly Identity[]) => OwnRights {
  const byDocument = new Map<PolicyDocument, Reading>();
  const byText = new Map<string, Reading>();
  const numbers = new Map<Reading, number>();
  const known = new Map<string, OwnRights>();
  const readingOf = (document: PolicyDocument): Reading => {
    const found = byDocument.get(document) ?? alike(byText, document);
    byDocument.set(document, found);
    if (!numbers.has(found)) numbers.set(found, numbers.size);
    return found;
  };
  return (identities) => {
    const documents = identities
      .flatMap(({ inline, attached }) => [...inline.map(({ document }) => readingOf(document)), ...attached.map(readingOf)])
      .filter(({ statements }) => statements.length > 0);
    const boundaries = identities.map(({ boundary }) => (boundary === undefined ? undefined : readingOf(boundary)));
    const text = [...documents, undefined, ...boundaries].map((one) => (one === undefined ? "-" : numbers.get(one))).join(" ");
    const isPersonal = [...documents, ...boundaries].some((one) => one?.isPersonal === true);
    // No plan of ours changes a boundary.
    const rights = known.get(text) ?? { isPersonal, documents, boundary: boundaries[0] };
    known.set(text, rights);
    return rights;
  };
}

function alike(byText: Map<string, Reading>, { version, statements }: PolicyDocument): Reading {
  const speaking = statements.flatMap((statement, index) =>
    actions.some((action) => namesAction(statement.action, action)) ? [{ statement, index }] : [],
  );
  if (speaking.length === 0) return nothing;
  const text = JSON.stringify([version, speaking]);
  const found = byText.get(text) ?? {
    statements: speaking,
    isPersonal: speaking.some(({ statement }) => hasVariables(statement) || statement.conditions.some(isPersonal)),
  };
  byText.set(text, found);
  return found;
}

/** Condition keys by which roles of one account differ in a simulated request. INVARIANT: all others are alike, or not determined. */
const personalKey = /^aws:(principalarn|userid)$/i;

export function isPersonal({ key }: ConditionClause): boolean {
  return personalKey.test(key);
}

export function hasVariables({ resource, conditions }: PolicyStatement): boolean {
  return [...(resource?.names ?? []), ...conditions.flatMap(({ values }) => values)].some((text) => text.includes("${"));
}

/** What rights come to in one place. */
export interface RightsThere {
  /** Equal texts, equal rights. */
  readonly text: string;
  /** Is there a statement that may allow reading an object there? */
  readonly mayRead: boolean;
}

export function rightsIn(place: ReadPlace): (rights: OwnRights) => RightsThere {
  const known = new Map<Reading, RightsThere>();
  const partOf = (reading: Reading): RightsThere => {
    const found = known.get(reading) ?? inPlace(reading, place);
    known.set(reading, found);
    return found;
  };
  return ({ documents, boundary }) => {
    const parts = documents.map(partOf);
    const texts = parts.map(({ text }) => text).filter((text) => text !== "");
    const limit = boundary === undefined ? "" : ` within ${partOf(boundary).text}`;
    return { text: `${texts.join(" ")}${limit}`, mayRead: parts.some(({ mayRead }) => mayRead) };
  };
}

function inPlace({ statements }: Reading, { objects, keys }: ReadPlace): RightsThere {
  let mayRead = false;
  const parts = statements.flatMap(({ statement, index }) => {
    const { effect, action, resource, conditions, notUnderstood, sid } = statement;
    const read = namesAction(action, readAction) ? objectsOf(resource, objects) : [];
    const decrypt = namesAction(action, decryptAction) ? keys.map((key) => (covers(resource, key) ? 1 : 0)) : [];
    if (read.length === 0 && !decrypt.includes(1)) return [];
    if (effect === "Allow" && read.length > 0) mayRead = true;
    // Only of these does a reason tell where they stand.
    const isNamed = effect === "Deny" || conditions.length > 0 || notUnderstood !== undefined;
    return [[effect, read, decrypt, conditions, notUnderstood ?? [], isNamed ? (sid ?? index) : ""]];
  });
  return { text: parts.length === 0 ? "" : JSON.stringify(parts), mayRead };
}

/** The names that may be of objects in the place, `*` for those that are of all of them; empty: it is about none. */
function objectsOf(resource: NameElement | undefined, objects: string): readonly string[] {
  if (resource === undefined) return ["?"];
  if (resource.negated) return ["not", ...resource.names];
  const names = resource.names.filter((name) => reaches(name, objects));
  // A pattern without `?` that matches the text of another pattern matches all that the other does.
  return names.some((name) => !name.includes("?") && covers({ negated: false, names: [name] }, `${objects}*`)) ? ["*"] : names;
}

function covers(resource: NameElement | undefined, text: string): boolean {
  if (resource === undefined) return true;
  const named = resource.names.some(
    (name) => name === "*" || name.includes("${") || matchesPattern(compileResourcePattern([{ text: name, literal: false }]), text),
  );
  return named !== resource.negated;
}
