/** Tables as CreateTable and UpdateTable are given them. */

import type { Table, TableInput } from "@aws-sdk/client-glue";

import type { Call } from "../call.ts";
import { honourOnly } from "../not-implemented.ts";
import { invalidInput } from "./error.ts";

const inputMembers = [
  "Name",
  "Description",
  "Owner",
  "LastAccessTime",
  "LastAnalyzedTime",
  "Retention",
  "StorageDescriptor",
  "PartitionKeys",
  "ViewOriginalText",
  "ViewExpandedText",
  "TableType",
  "Parameters",
  "TargetTable",
];

/** What UpdateTable leaves as CreateTable made it. */
export interface TableOrigin {
  readonly created: Date;
  readonly createdBy: string;
  /** Counts from 0. */
  readonly version: number;
}

/** The table an input describes. Throws InvalidInputException for one without a name. */
export function newTable(call: Call, database: string, input: TableInput, origin: TableOrigin): Table {
  honourOnly("TableInput", input, inputMembers);
  if (input.Name === undefined) throw invalidInput("Table name cannot be null");
  const { ViewDefinition: _refused, ...described } = input;
  return {
    Retention: 0,
    ...described,
    Name: input.Name.toLowerCase(),
    DatabaseName: database,
    CreateTime: origin.created,
    UpdateTime: call.now,
    CreatedBy: origin.createdBy,
    IsRegisteredWithLakeFormation: false,
    CatalogId: call.account.id,
    VersionId: String(origin.version),
  };
}
