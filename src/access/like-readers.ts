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
  readonly statements: readonly Speaking[];
  readonly isPersonal: boolean;
}

interface Speaking {
  readonly statement: PolicyStatement;
  readonly ofReading: boolean;
  readonly ofDecrypting: boolean;
  /** All that it says but what it is about. */
  readonly text: string;
}

/** What reading takes directly, and what it takes through Lake Formation. */
export const readAction = "s3:GetObject";
export const decryptAction = "kms:Decrypt";
export const vendAction = "lakeformation:GetDataAccess";

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
  const speaking = statements.flatMap((statement, index): readonly Speaking[] => {
    const [ofReading, ofDecrypting, ofVending] = [readAction, decryptAction, vendAction].map((action) =>
      namesAction(statement.action, action),
    );
    if (!ofReading && !ofDecrypting && !ofVending) return [];
    const { effect, conditions, notUnderstood, sid } = statement;
    // Only of these does a reason tell where they stand.
    const isNamed = effect === "Deny" || conditions.length > 0 || notUnderstood !== undefined;
    const text = JSON.stringify([effect, conditions, notUnderstood ?? [], isNamed ? (sid ?? index) : ""]);
    return [{ statement, ofReading: ofReading === true, ofDecrypting: ofDecrypting === true, text }];
  });
  if (speaking.length === 0) return nothing;
  const text = JSON.stringify([version, speaking]);
  const found = byText.get(text) ?? {
    statements: speaking,
    isPersonal: speaking.some(({ statement }) => hasVariables(statement) || statement.conditions.some(isAboutCaller)),
  };
  byText.set(text, found);
  return found;
}

/** Condition keys by which roles of one account differ in a simulated request. INVARIANT: all others are alike, or not determined. */
const personalKey = /^aws:(principalarn|userid)$/i;

export function isAboutCaller({ key }: ConditionClause): boolean {
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
  const parts = new Map<Reading, RightsThere>();
  const whole = new Map<OwnRights, RightsThere>();
  const partOf = (reading: Reading): RightsThere => {
    const found = parts.get(reading) ?? inPlace(reading, place);
    parts.set(reading, found);
    return found;
  };
  const join = ({ documents, boundary }: OwnRights): RightsThere => {
    const all = documents.map(partOf);
    const limit = boundary === undefined ? [] : ["within", partOf(boundary).text];
    return {
      text: [...all.map(({ text }) => text).filter((text) => text !== ""), ...limit].join(" "),
      mayRead: all.some(({ mayRead }) => mayRead),
    };
  };
  return (rights) => {
    const found = whole.get(rights) ?? join(rights);
    whole.set(rights, found);
    return found;
  };
}

function inPlace({ statements }: Reading, { objects, keys }: ReadPlace): RightsThere {
  let mayRead = false;
  const parts = statements.flatMap(({ statement: { effect, resource }, ofReading, ofDecrypting, text }) => {
    const read = ofReading ? objectsOf(resource, objects) : [];
    const decrypt = ofDecrypting ? keys.map((key) => (resource === undefined || covers(resource, key) ? 1 : 0)) : [];
    if (read.length === 0 && !decrypt.includes(1)) return [];
    if (effect === "Allow" && read.length > 0) mayRead = true;
    return [`${text} ${JSON.stringify(read)} ${decrypt.join("")}`];
  });
  return { text: parts.join(" "), mayRead };
}

/** The names that may be of objects in the place, `*` for those that are seen at once to be of all of them; empty: it is about none. */
function objectsOf(resource: NameElement | undefined, objects: string): readonly string[] {
  if (resource === undefined) return ["?"];
  if (resource.negated) return ["not", ...resource.names];
  const names = resource.names.filter((name) => reaches(name, objects));
  return names.some((name) => isPrefix(name) && objects.startsWith(name.slice(0, -1))) || names.includes(`${objects}*`) ? ["*"] : names;
}

/** Is its one wildcard the `*` at its end? */
function isPrefix(name: string): boolean {
  return /^[^*?$]*\*$/.test(name);
}

function covers({ names, negated }: NameElement, text: string): boolean {
  const named = names.some((name) => {
    if (isPrefix(name)) return text.startsWith(name.slice(0, -1));
    return /[*?$]/.test(name) ? matchesPattern(compileResourcePattern([{ text: name, literal: false }]), text) : name === text;
  });
  return named !== negated;
}
