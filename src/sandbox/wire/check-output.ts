/** Outputs against their schema: a check of the sandbox itself, switched on by its tests. */

import type { Shape } from "./shape.ts";

/** What is wrong with an output, one text a problem; empty when nothing is. */
export function outputProblems(shape: Shape, value: unknown, path = ""): readonly string[] {
  switch (shape.type) {
    case "structure": {
      if (!isRecord(value)) return [`${path} is not a structure`];
      const members = shape.members();
      const missing = shape.required.filter((name) => value[name] === undefined).map((name) => `${path}.${name} is missing`);
      const parts = Object.entries(value).map(([name, each]) => {
        const member = members.get(name);
        if (member === undefined) return [`${path}.${name} is unknown to ${shape.name}`];
        return each === undefined ? [] : outputProblems(member, each, `${path}.${name}`);
      });
      return [...missing, ...parts.flat()];
    }
    case "list":
      if (!Array.isArray(value)) return [`${path} is not a list`];
      return value.flatMap((each, index) => outputProblems(shape.element(), each, `${path}[${index}]`));
    case "map":
      if (!isRecord(value)) return [`${path} is not a map`];
      return Object.entries(value).flatMap(([key, each]) => outputProblems(shape.value(), each, `${path}.${key}`));
    case "timestamp":
      return value instanceof Date ? [] : [`${path} is not a Date`];
    case "blob":
      return value instanceof Uint8Array ? [] : [`${path} is not a Uint8Array`];
    case "document":
      return [];
    default:
      return typeof value === shape.type ? [] : [`${path} is not a ${shape.type}`];
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
