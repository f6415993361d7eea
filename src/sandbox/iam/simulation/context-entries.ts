/** The condition keys a simulation supplies, each with values of the type it names. */

import type { ContextEntry } from "@aws-sdk/client-iam";

import type { ContextValue } from "../../../model/iam/request.ts";
import { invalidInput } from "../error.ts";

type Context = Readonly<Record<string, ContextValue>>;

/** By lower-case type without `List`: which texts are values, and what the error calls them. Texts and booleans are not looked at. */
const forms: Readonly<Record<string, { readonly name: string; readonly form: RegExp }>> = {
  numeric: { name: "numeric format", form: /^[+-]?\d+(\.\d+)?$/ },
  date: { name: "DateTime format", form: /^(-?\d+|\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)$/ },
  ip: { name: "IP address", form: /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)(\/\d{1,3})?$/i },
  binary: { name: "base-64 encoded binary format", form: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/ },
};

/**
 * The entries by lower-case key. Lists stay lists, even of one value.
 * @throws ServiceError InvalidInput for a key without name or given twice, for several values of a single-valued type, and for values that are not of
 * the type
 */
export function readContext(entries: readonly ContextEntry[]): Context {
  const context = new Map<string, ContextValue>();
  for (const { ContextKeyName: name, ContextKeyValues: values = [], ContextKeyType: type = "string" } of entries) {
    if (name === undefined) throw invalidInput("A context entry has no key name.");
    if (context.has(name.toLowerCase())) throw invalidInput(`Duplicate context key: ${name}.`);
    const isList = type.endsWith("List");
    const [value = "", ...more] = values;
    if (!isList && (more.length > 0 || values.length === 0)) {
      throw invalidInput(`Context key ${type} expected a single value, but received ${values.length}.`);
    }
    const form = forms[type.replace(/List$/, "")];
    if (form !== undefined && !values.every((each) => form.form.test(each))) {
      throw invalidInput(`Invalid context value for key ${name}: expected ${form.name}.`);
    }
    context.set(name.toLowerCase(), isList ? values : value);
  }
  return Object.fromEntries(context);
}
