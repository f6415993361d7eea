/** The filters of ListResources. */

import type { FilterCondition, ResourceInfo } from "@aws-sdk/client-lakeformation";

import { invalidInput } from "./authority.ts";

/** Source: Lake Formation API, FilterConditionList. */
const maximumConditions = 20;

/** A predicate that holds when all conditions do; absent means no condition. Throws InvalidInputException for conditions that make no sense. */
export function meetsAll(conditions: readonly FilterCondition[] | undefined): (info: ResourceInfo) => boolean {
  if (conditions === undefined) return () => true;
  if (conditions.length === 0 || conditions.length > maximumConditions) {
    throw invalidInput(`A call takes 1 to ${maximumConditions} filter conditions, not ${conditions.length}`);
  }
  const predicates = conditions.map(predicate);
  return (info) => predicates.every((holds) => holds(info));
}

function predicate({ Field, ComparisonOperator, StringValueList = [] }: FilterCondition): (info: ResourceInfo) => boolean {
  const [first, second] = StringValueList;
  if (Field === undefined || ComparisonOperator === undefined || first === undefined) {
    throw invalidInput("A filter condition needs a field, an operator and a value");
  }
  const compare = (info: ResourceInfo, wanted: string) => order(Field, valueOf(info, Field), wanted);
  switch (ComparisonOperator) {
    case "EQ":
      return (info) => compare(info, first) === 0;
    case "NE":
      return (info) => compare(info, first) !== 0;
    case "LE":
      return (info) => compare(info, first) <= 0;
    case "LT":
      return (info) => compare(info, first) < 0;
    case "GE":
      return (info) => compare(info, first) >= 0;
    case "GT":
      return (info) => compare(info, first) > 0;
    case "CONTAINS":
      return (info) => valueOf(info, Field).includes(first);
    case "NOT_CONTAINS":
      return (info) => !valueOf(info, Field).includes(first);
    case "BEGINS_WITH":
      return (info) => valueOf(info, Field).startsWith(first);
    case "IN":
      return (info) => StringValueList.some((value) => compare(info, value) === 0);
    case "BETWEEN":
      if (second === undefined) throw invalidInput("BETWEEN needs two values");
      return (info) => compare(info, first) >= 0 && compare(info, second) <= 0;
    default:
      throw invalidInput("Unknown comparison operator");
  }
}

function valueOf(info: ResourceInfo, field: NonNullable<FilterCondition["Field"]>): string {
  if (field === "RESOURCE_ARN") return info.ResourceArn ?? "";
  return field === "ROLE_ARN" ? (info.RoleArn ?? "") : (info.LastModified?.toISOString() ?? "");
}

/** Dates are compared as instants, everything else as text. */
function order(field: FilterCondition["Field"], value: string, wanted: string): number {
  if (field !== "LAST_MODIFIED") return value < wanted ? -1 : value > wanted ? 1 : 0;
  const instant = Date.parse(wanted);
  if (Number.isNaN(instant)) throw invalidInput(`Not a time: ${wanted}`);
  return Date.parse(value) - instant;
}
