/** Where the statements of a policy stand in its text, as the policy simulator reports it. */

import type { Position } from "@aws-sdk/client-iam";

export interface StatementPosition {
  readonly StartPosition: Position;
  readonly EndPosition: Position;
}

/**
 * The places of the statements in a policy that is valid JSON, lines and columns from 1. A statement of a list starts right after the bracket or the
 * statement before it, spaces and comma included; a single statement starts after its brace. Both end after their closing brace.
 * Source: answers of the simulator that users and the AWS CLI's examples show; not documented.
 */
export function statementPositions(text: string): readonly StatementPosition[] {
  const tokens = tokensOf(text);
  const list = tokens.findIndex(
    ({ text: token, depth }, index) => depth === 1 && token === '"Statement"' && tokens[index + 1]?.text === ":",
  );
  const opening = tokens[list + 2];
  if (list < 0 || opening === undefined) return [];
  const single = opening.text === "{";
  const positions: StatementPosition[] = [];
  let start = opening.end;
  for (const { text: token, depth, end } of tokens.slice(list + 3)) {
    // The depth is that of the container a bracket closes into, or stands in.
    if (token === "}" && depth === (single ? 1 : 2)) {
      positions.push({ StartPosition: positionAt(text, start), EndPosition: positionAt(text, end) });
      start = end;
    }
    if (depth === 1 && (token === "}" || token === "]")) break;
  }
  return positions;
}

interface Token {
  readonly text: string;
  /** Offset after the token. */
  readonly end: number;
  /** How many brackets and braces are open around the token. */
  readonly depth: number;
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}:]/gs)) {
    const token = match[0];
    if (token === "}" || token === "]") depth -= 1;
    tokens.push({ text: token, end: match.index + token.length, depth });
    if (token === "{" || token === "[") depth += 1;
  }
  return tokens;
}

/** A carriage return ends a line as a line feed does, and both together end one. */
function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { Line: lines.length, Column: (lines.at(-1)?.length ?? 0) + 1 };
}
