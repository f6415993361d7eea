/** Stage `compile`: policies and a catalog file to the desired state, beside the bare parsers on the same text. */

import { parseAllDocuments } from "yaml";

import { parseCatalog } from "../../src/compiler/catalog.ts";
import { compile } from "../../src/compiler/compile.ts";
import { parsePolicies } from "../../src/compiler/parse.ts";
import { hasErrors } from "../../src/model/diagnostic.ts";
import { generateCatalog, generatePolicies } from "../lake.ts";
import type { NewColumns } from "../lake.ts";
import { peakMemory, timed } from "../measure.ts";
import type { Measure } from "../measure.ts";

export async function measureCompile(newColumns: NewColumns): Promise<readonly Measure[]> {
  const files = generatePolicies(newColumns);
  const catalogText = JSON.stringify({ databases: generateCatalog() });
  const before = peakMemory();

  const {
    result: resources,
    seconds,
    busy,
  } = await timed(() => {
    const { set, diagnostics } = parsePolicies(files);
    const { catalog } = parseCatalog(JSON.parse(catalogText), "catalog.json");
    if (catalog === undefined || hasErrors(diagnostics)) throw new Error("the generated lake does not parse");
    const { state } = compile(set, { catalog });
    if (state === undefined) throw new Error("the generated lake does not compile");
    return state.resources.size;
  });
  const peak = peakMemory();

  // Afterwards, so that its memory does not count; what is warm by now makes the ratio less favourable.
  const bare = await timed(() => {
    const texts = files.map(({ bytes }) => new TextDecoder().decode(bytes));
    const documents = texts.flatMap((text) => parseAllDocuments(text).map((document): unknown => document.toJS()));
    return [documents, JSON.parse(catalogText) as unknown];
  });

  return [
    { what: "policies and catalog to desired state", value: seconds, unit: "s", busy, limit: 3 },
    { what: "yaml and JSON.parse alone", value: bare.seconds, unit: "s", busy: bare.busy },
    { what: "processor time ÷ that of the bare parsers", value: busy / bare.busy, unit: "ratio" },
    { what: "desired resources", value: resources, unit: "changes" },
    { what: "memory before", value: before, unit: "MiB" },
    { what: "memory, peak", value: peak, unit: "MiB", limit: 1024 },
  ];
}
