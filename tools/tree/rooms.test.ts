import { describe, expect, test } from "vitest";
import { importCircles } from "./import-circles.ts";
import { importedFiles, importedNames } from "./file-imports.ts";
import { isTestCode, isTypeScript, projectFiles } from "./project-files.ts";
import { ROOMS } from "./rooms.ts";

const files = projectFiles().filter((path) => isTypeScript(path) && !isTestCode(path));
const imports = new Map(files.map((path) => [path, importedFiles(path)]));

test("no files import each other in a circle, types included", () => {
  expect(importCircles(imports)).toEqual([]);
});

describe.for(Object.entries(ROOMS))("%s", ([folder, rooms]) => {
  const beginnings = rooms.flatMap((names, position) => names.map((name) => ({ name, position })));
  const inside = files.filter((path) => path.startsWith(folder));

  /** The position of the room to which a file belongs; undefined if it belongs to none. */
  function roomOf(path: string): number | undefined {
    const fitting = beginnings.filter(({ name }) => path.slice(folder.length).startsWith(name));
    return fitting.toSorted((a, b) => b.name.length - a.name.length)[0]?.position;
  }

  test("every file belongs to a room", () => {
    expect(inside.filter((path) => roomOf(path) === undefined)).toEqual([]);
  });

  test("files import only from their own room and rooms to its left, types included", () => {
    const across = inside
      .flatMap((path) => (imports.get(path) ?? []).map((used) => ({ path, used })))
      .filter(({ used }) => used.startsWith(folder) && !isTestCode(used))
      .filter(({ path, used }) => roomOf(used)! > roomOf(path)!);
    expect(across.map(({ path, used }) => `${path} → ${used}`)).toEqual([]);
  });
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
