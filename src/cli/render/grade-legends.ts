/** What the grades of a lake are called, for readers of one language. */

import type { Lake } from "../../compiler/policy.gen.ts";
import type { Language } from "../messages/en.ts";

/**
 * One line for the LF-Tag key of the grade, `1 = 1등급, 2 = 2등급`; empty where the lake names no grade. A grade without a
 * name in this language is called by its name in the other: a name that a reader has to look up says more than none.
 */
export function gradeLegends({ tag = "grade", grades = {} }: Lake, language: Language): ReadonlyMap<string, string> {
  const other = language === "en" ? "ko" : "en";
  const names = Object.entries(grades).flatMap(([grade, name]) => {
    const called = name[language] ?? name[other];
    return called === undefined ? [] : [`${grade} = ${called}`];
  });
  return new Map(names.length === 0 ? [] : [[tag.toLowerCase(), names.join(", ")]]);
}
