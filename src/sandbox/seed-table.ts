/** Tables of catalog files as Glue would hold them: storage formats and parameters by the name of the format. */

import type { SerDeInfo, StorageDescriptor, TableInput } from "@aws-sdk/client-glue";

export interface SeedTable {
  readonly name: string;
  /** Default `table`. */
  readonly type?: "table" | "view" | "resource-link" | undefined;
  readonly location?: string | undefined;
  /** `iceberg`, `parquet`, `orc`, `avro`, `json` or `csv`, in any case; default `parquet`. */
  readonly format?: string | undefined;
  readonly columns: readonly SeedColumn[];
  readonly partitionKeys?: readonly SeedColumn[] | undefined;
}

interface SeedColumn {
  readonly name: string;
  readonly type: string;
  readonly comment?: string | undefined;
}

interface Format {
  readonly parameters: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly output?: string;
  readonly serde?: SerDeInfo;
}

const hiveOutput = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";
const textInput = "org.apache.hadoop.mapred.TextInputFormat";

function external(classification: string): Readonly<Record<string, string>> {
  return { EXTERNAL: "TRUE", classification };
}

/** What Athena writes into the catalog for each format. Source: Athena User Guide, supported SerDes; Glue, Iceberg tables. */
const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ["iceberg", { parameters: { EXTERNAL: "TRUE", table_type: "ICEBERG" } }],
  [
    "parquet",
    {
      parameters: external("parquet"),
      input: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
      output: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
      serde: { SerializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
    },
  ],
  [
    "orc",
    {
      parameters: external("orc"),
      input: "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
      output: "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat",
      serde: { SerializationLibrary: "org.apache.hadoop.hive.ql.io.orc.OrcSerde" },
    },
  ],
  [
    "avro",
    {
      parameters: external("avro"),
      input: "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat",
      output: "org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat",
      serde: { SerializationLibrary: "org.apache.hadoop.hive.serde2.avro.AvroSerDe" },
    },
  ],
  [
    "json",
    {
      parameters: external("json"),
      input: textInput,
      output: hiveOutput,
      serde: { SerializationLibrary: "org.openx.data.jsonserde.JsonSerDe" },
    },
  ],
  [
    "csv",
    {
      parameters: external("csv"),
      input: textInput,
      output: hiveOutput,
      serde: { SerializationLibrary: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", Parameters: { "field.delim": "," } },
    },
  ],
]);

/**
 * The input CreateTable would get. Without a location the table lies below its database's, where that has one.
 * @throws RangeError for a resource link or a format not named above
 */
export function tableInput(database: string, databaseLocation: string | undefined, table: SeedTable): TableInput {
  const { name, type = "table", columns, partitionKeys = [] } = table;
  if (type === "resource-link") throw new RangeError(`table '${database}.${name}' is a resource link, which cannot be seeded`);
  const keys = partitionKeys.map(glueColumn);
  if (type === "view") {
    const text = "/* Presto View */";
    const storage = { Columns: columns.map(glueColumn), Location: "", SerdeInfo: {} };
    return { Name: name, TableType: "VIRTUAL_VIEW", ViewOriginalText: text, ViewExpandedText: text, StorageDescriptor: storage };
  }
  const format = formats.get((table.format ?? "parquet").toLowerCase());
  if (format === undefined) throw new RangeError(`table '${database}.${name}' has the unknown format '${table.format}'`);
  const location = table.location ?? (databaseLocation === undefined ? undefined : `${databaseLocation.replace(/\/+$/, "")}/${name}`);
  const storage: StorageDescriptor = {
    Columns: columns.map(glueColumn),
    ...(location !== undefined && { Location: location }),
    ...(format.input !== undefined && { InputFormat: format.input, OutputFormat: format.output }),
    ...(format.serde !== undefined && { SerdeInfo: format.serde }),
  };
  return { Name: name, TableType: "EXTERNAL_TABLE", Parameters: { ...format.parameters }, StorageDescriptor: storage, PartitionKeys: keys };
}

function glueColumn({ name, type, comment }: SeedColumn) {
  return { Name: name.toLowerCase(), Type: type, ...(comment !== undefined && { Comment: comment }) };
}
