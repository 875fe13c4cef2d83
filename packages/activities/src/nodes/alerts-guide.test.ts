import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkDraft, coreNodeTypes, parseTriggers, type Graph } from "@tempograph/graph";
import { expect, test } from "vitest";
import { createActivityHost } from "../host/create-activity-host.ts";
import { builtinPack } from "./index.ts";

// The workflows of docs/guide/alerts.md can be published as they are printed. Connections are not checked: the page says which it needs.

const page = readFileSync(join(import.meta.dirname, "../../../../docs/guide/alerts.md"), "utf8");
const examples = [...page.matchAll(/```json\n([^]*?)```/g)].map(
  ([, text = ""]) => JSON.parse(text) as { readonly name: string; readonly triggers: unknown; readonly graph: Graph },
);
const { manifests } = createActivityHost({ packs: [builtinPack] });
const types = new Map([...coreNodeTypes, ...manifests].map((type) => [type.type, type]));

test("the page has examples", () => expect(examples).toHaveLength(3));

test.each(examples)("$name", ({ graph, triggers }) => {
  const parsed = parseTriggers(triggers);
  // What is no field of a node would be ignored.
  for (const node of graph.nodes) expect(["id", "type", "data"]).toEqual(expect.arrayContaining(Object.keys(node)));
  expect([...parsed.problems, ...checkDraft({ graph, triggers: parsed.triggers }, { types }).problems]).toEqual([]);
});
