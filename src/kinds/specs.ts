/** The specs of all kinds by name: for code that looks at resources and changes of one kind with that kind's type. */

import type { Address } from "../model/address.ts";
import type { Change } from "../model/change.ts";
import type { Resource, Resources } from "../model/state.ts";
import type { Kind } from "./kind.ts";
import type { kinds } from "./registry.ts";

type SpecOf<K> = K extends Kind<string, infer Spec> ? Spec : never;

/** The type of the spec of each kind, by its name; follows from the registry. */
export type Specs = { readonly [K in (typeof kinds)[number] as K["name"]]: SpecOf<K> };

export type KindName = keyof Specs;

/** INVARIANT of all states: a resource's spec is of the kind whose name stands beside it. */
export function isOf<Name extends KindName>(resource: Resource | undefined, kind: Name): resource is Resource<Name, Specs[Name]> {
  return resource?.kind === kind;
}

/** What a change of some kind holds, whether its impact and place are known or not. */
type Ends = Pick<Change, "kind" | "before" | "after">;

/** A change, or difference, of one kind. */
export type ChangeOf<Name extends KindName, Of extends Ends = Change> = Of & {
  readonly kind: Name;
  readonly before: Specs[Name] | null;
  readonly after: Specs[Name] | null;
};

/** INVARIANT of all plans: what is before and after is of the kind whose name stands beside it. */
export function isChangeOf<Name extends KindName, Of extends Ends>(change: Of, kind: Name): change is ChangeOf<Name, Of> {
  return change.kind === kind;
}

/** What a change is about: the spec after it, or before it where it deletes. INVARIANT: a change has one of them. */
export function subjectOf<Spec>({ before, after }: { readonly before: Spec | null; readonly after: Spec | null }): Spec {
  const subject = after ?? before;
  if (subject === null) throw new Error("a change from nothing to nothing");
  return subject;
}

/** Looks at each spec of one kind in a state, without a list of them: of LF-Tag assignments there may be half a million. */
export function eachSpec<Name extends KindName>(
  resources: Resources,
  kind: Name,
  use: (spec: Specs[Name], address: Address) => void,
): void {
  holding(resources, kind).forEach((resource, address) => {
    if (isOf(resource, kind)) use(resource.spec, address);
  });
}

/** Addresses and specs of one kind in a state. INVARIANT: states do not change once they are made. */
export function specsOf<Name extends KindName>(resources: Resources, kind: Name): readonly (readonly [Address, Specs[Name]])[] {
  const specs: (readonly [Address, Specs[Name]])[] = [];
  eachSpec(resources, kind, (spec, address) => {
    specs.push([address, spec]);
  });
  return specs;
}

/** The same with where each is written. */
export function resourcesOf<Name extends KindName>(
  resources: Resources,
  kind: Name,
): readonly (readonly [Address, Resource<Name, Specs[Name]>])[] {
  const found: (readonly [Address, Resource<Name, Specs[Name]>])[] = [];
  holding(resources, kind).forEach((resource, address) => {
    if (isOf(resource, kind)) found.push([address, resource]);
  });
  return found;
}

/** Resources among which all of a kind are. */
function holding(resources: Resources, kind: KindName): Resources {
  return kind === "lf-tag-assignment" ? resources : fewOf(resources);
}

/** All but assignments of LF-Tags, of which there may be half a million: to look for a few others among them takes a moment each time. */
function fewOf(resources: Resources): Resources {
  let few = known.get(resources);
  if (few === undefined) {
    const found = new Map<Address, Resource>();
    resources.forEach((resource, address) => {
      if (!isOf(resource, "lf-tag-assignment")) found.set(address, resource);
    });
    few = found;
    known.set(resources, few);
  }
  return few;
}

const known = new WeakMap<Resources, Resources>();

/** The spec at an address, if it is of this kind. */
export function specAt<Name extends KindName>(resources: Resources, address: Address, kind: Name): Specs[Name] | undefined {
  const resource = resources.get(address);
  return isOf(resource, kind) ? resource.spec : undefined;
}
