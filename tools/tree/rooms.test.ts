import { expect, test } from "vitest";
import { importCircles } from "./import-circles.ts";
import { importedFiles, importedNames } from "./file-imports.ts";
import { isTestCode, isTypeScript, projectFiles } from "./project-files.ts";
import { ROOMS } from "./rooms.ts";

const files = projectFiles().filter((path) => isTypeScript(path) && !isTestCode(path));
const imports = new Map(files.map((path) => [path, importedFiles(path)]));

const GRAPH = "packages/graph/src/";
const BEGINNINGS = ROOMS.flatMap((names, position) => names.map((name) => ({ name, position })));

/** The position of the room to which a file of packages/graph belongs; undefined if it belongs to none. */
function roomOf(path: string): number | undefined {
  const inside = path.slice(GRAPH.length);
  const fitting = BEGINNINGS.filter(({ name }) => inside.startsWith(name));
  return fitting.toSorted((a, b) => b.name.length - a.name.length)[0]?.position;
}

test("no files import each other in a circle, types included", () => {
  expect(importCircles(imports)).toEqual([]);
});

test("every file of packages/graph belongs to a room", () => {
  const inGraph = files.filter((path) => path.startsWith(GRAPH));
  expect(inGraph.filter((path) => roomOf(path) === undefined)).toEqual([]);
});

test("files of packages/graph import only from their own room and rooms to its left, types included", () => {
  const across = files
    .filter((path) => path.startsWith(GRAPH))
    .flatMap((path) => (imports.get(path) ?? []).map((used) => ({ path, used })))
    .filter(({ path, used }) => !isTestCode(used) && roomOf(used)! > roomOf(path)!);
  expect(across.map(({ path, used }) => `${path} → ${used}`)).toEqual([]);
});

test("a circle is found, and the scan of imports finds all forms of imports", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", ["a"]],
    ["d", []],
    ["e", ["e", "a"]],
  ]);
  expect(importCircles(graph)).toEqual([["a", "b", "c"]]);
  const source = `
    import "./effect.ts";
    import { x,
      y } from "./b.ts";
    import type { T } from "./types.ts";
    export type { U } from "./more.ts";
    export * from "./near.ts";
    const late = await import("./late.ts");
    type Far = typeof import("./far.ts");
  `;
  const found = ["./effect.ts", "./b.ts", "./types.ts", "./more.ts", "./near.ts", "./late.ts", "./far.ts"];
  expect(importedNames(source)).toEqual(found);
});
