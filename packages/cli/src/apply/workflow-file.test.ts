import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test-kit/run.ts";
import { readWorkflowFiles } from "./workflow-file.ts";

const graph = { nodes: [{ id: "start", type: "start" }], edges: [] };

/** Writes files into a folder of their own. What is not a text is written as JSON. */
function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

test("a folder's files are workflows, whose key is the path, unless they name another", async () => {
  const folder = folderOf({
    "sales/hot.json": { name: "Hot", graph, triggers: [{ eventType: "lead" }], settings: { timeout: "1h" } },
    "bare.json": graph,
    "named.json": { key: "other", description: "What for.", graph },
    "built.mjs": `export const workflow = { name: "Built", graph: ${JSON.stringify(graph)}, triggers: [] };\nexport default workflow;`,
    "package.json": {},
    "node_modules/x/graph.json": graph,
    ".hidden/graph.json": graph,
    "README.md": "# No",
  });
  const files = await readWorkflowFiles([folder]);
  expect(files.map(({ key, name }) => [key, name])).toEqual([
    ["bare", "bare"],
    ["built", "Built"],
    ["other", "other"],
    ["sales/hot", "Hot"],
  ]);
  expect(files[3]).toMatchObject({
    graph: { ...graph, settings: { timeout: "1h" } },
    triggers: [{ eventType: "lead" }],
  });
  expect((await readWorkflowFiles([join(folder, "sales/hot.json")], "team/"))[0]!.key).toBe("team/hot");
});

test("a wrong file is named in the error", async () => {
  const cases: readonly (readonly [unknown, string])[] = [
    ['{\n  "a": 1,\n}', "is not JSON. The JSON breaks at line 3, column 1"],
    [[], "not a workflow"],
    [{ name: "x" }, "no `graph`"],
    [{ graph, tirggers: [] }, "no field `tirggers`"],
    [{ graph, name: 7 }, "`name` is not a text"],
  ];
  for (const [content, message] of cases) {
    const folder = folderOf({ "a.json": content });
    await expect(readWorkflowFiles([folder])).rejects.toThrow(message);
    await expect(readWorkflowFiles([folder])).rejects.toThrow("a.json");
  }
  await expect(readWorkflowFiles(["/nonexistent"])).rejects.toThrow("cannot be read");
  await expect(readWorkflowFiles([folderOf({ "a.mjs": "export const x = 1;" })])).rejects.toThrow(
    "exports 0 workflows",
  );
  const twice = folderOf({ "a.json": { key: "k", graph }, "b.json": { key: "k", graph } });
  await expect(readWorkflowFiles([twice])).rejects.toThrow("same key k");
});
