/** What a plan says of the statements of others beside ours in a bucket's policy: how many stay, which, and of which of them findings tell. */

import { statementsOf } from "../../audit/governed-storage.ts";
import type { BucketFacts } from "../../model/account-facts.ts";
import { groupBy } from "../../model/batches.ts";
import type { Finding } from "../../model/finding.ts";
import { isOurSid } from "../../model/ours.ts";
import type { Messages } from "../messages/en.ts";

export interface OtherStatement {
  readonly sid?: string;
  /** In the policy, from 1. */
  readonly position: number;
  /** Of findings about it, the worst first. */
  readonly codes: readonly string[];
}

/** Statements that are not of the lake with this Sid prefix, in their order; undefined for a bucket that was not read. */
export type OtherStatements = (bucket: string, prefix: string) => readonly OtherStatement[] | undefined;

/** `findings`: of the same plan, the worst first. */
export function otherStatements(buckets: readonly BucketFacts[], findings: readonly Finding[]): OtherStatements {
  const factsOf = new Map(buckets.map((facts) => [facts.name, facts]));
  const about = groupBy(findings, ({ evidence }) => JSON.stringify([evidence["bucket"], evidence["statement"]]));
  return (bucket, prefix) => {
    const facts = factsOf.get(bucket);
    return facts === undefined
      ? undefined
      : statementsOf(facts.policy).flatMap(({ name, statement: { sid } }, index) => {
          const codes = new Set((about.get(JSON.stringify([bucket, name])) ?? []).map(({ code }) => code));
          return isOurSid(sid, prefix) ? [] : [{ ...(sid === undefined ? {} : { sid }), position: index + 1, codes: [...codes] }];
        });
  };
}

/** Names in a list before the rest is only counted. */
const shown = 4;

/** One line; empty where there are none. `full` names all of them. */
export function othersText(others: readonly OtherStatement[], full: boolean, messages: Messages): string {
  const { stay, found, at } = messages.others;
  if (others.length === 0) return "";
  const nameOf = ({ sid, position }: OtherStatement): string => sid ?? at(position);
  const list = (names: readonly string[]): string =>
    full || names.length <= shown ? names.join(", ") : messages.andMore(names.slice(0, shown).join(", "), names.length - shown);
  const told = others.filter(({ codes }) => codes.length > 0).map((one) => `${nameOf(one)} (${one.codes.join(", ")})`);
  return [stay(others.length, list(others.map(nameOf))), ...(told.length === 0 ? [] : [found(list(told))])].join("; ");
}
