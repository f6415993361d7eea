/** Resources that no policy tells apart: of hundreds only a few have to be asked about. */

import { markUndetermined } from "../access/determined.ts";
import { reaches } from "../access/possible-writers.ts";
import { codePoints, compileResourcePattern, matchesPoints } from "../model/iam/pattern.ts";
import type { Piece } from "../model/iam/pattern.ts";
import type { PolicyDocument } from "../model/iam/policy-document.ts";
import { requestContext } from "../model/iam/request-context.ts";
import type { AccessRequest } from "../model/iam/request.ts";
import { expand } from "../model/iam/variables.ts";

/**
 * Of the resources whose ARNs begin like this one of each sort: those of a sort are matched by the same patterns of the documents, so that requests
 * of whoever makes `like` come to the same for all of them.
 */
export function toldApart(
  { beginning, names }: { readonly beginning: string; readonly names: readonly string[] },
  documents: readonly PolicyDocument[],
  like: AccessRequest,
): readonly string[] {
  const context = requestContext(like);
  // A pattern that stays open leaves its statement unknown, whatever the resource.
  const pieces = documents.map(markUndetermined).flatMap(({ version, statements }) =>
    statements
      .flatMap(({ resource }) => resource?.names ?? [])
      .filter((name) => reaches(name, beginning) && !isOfAll(name, beginning))
      .map((name) => expand(name, version, context))
      .flatMap((expansion) => ("pieces" in expansion ? [expansion.pieces] : [])),
  );
  const patterns = new Map<string, readonly Piece[]>(pieces.map((one) => [JSON.stringify(one), one]));
  const compiled = [...patterns.values()].map(compileResourcePattern);
  if (compiled.length === 0) return names.slice(0, 1);
  const sortOf = (name: string): string => {
    const arn = codePoints(`${beginning}${name}`);
    return compiled.map((pattern) => (matchesPoints(pattern, arn) ? "1" : "0")).join("");
  };
  return [...new Map(names.toReversed().map((name) => [sortOf(name), name])).values()];
}

/** Does a pattern match all of them, by what stands before the wildcard at its end? */
function isOfAll(pattern: string, beginning: string): boolean {
  const fixed = pattern.slice(0, -1);
  return pattern.endsWith("*") && !/[*?$]/.test(fixed) && beginning.startsWith(fixed);
}
