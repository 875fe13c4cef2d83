import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isTestCode, isTypeScript, projectFiles, ROOT } from "./project-files.ts";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const lines = (path: string): number => read(path).split("\n").length - 1;
const files = projectFiles();
const code = files.filter((path) => isTypeScript(path) && !path.includes("/generated/"));

test("no file of code has more than 400 lines", () => {
  expect(code.filter((path) => lines(path) > 400)).toEqual([]);
});

test("the median source file is under 120 lines", () => {
  const sizes = code
    .filter((path) => !isTestCode(path))
    .map(lines)
    .sort((a, b) => a - b);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(120);
});

test("no file has a name that says nothing, such as utils.ts", () => {
  expect(code.filter((path) => /\/(utils?|helpers?|lib|misc|common|types)\.ts$/.test(path))).toEqual([]);
});

test("no file contains a path of somebody's machine", () => {
  const machinePath = /(?<![\w.$}-])\/(?:root|work|Users|home\/(?!(?:node|temporal)\b)\w+)\/\w/;
  expect(files.filter((path) => machinePath.test(read(path)))).toEqual([]);
});

test("no file names a package registry, because that is a setting of the machine", () => {
  const settings = files.filter((path) =>
    /(^|\/)(pnpm-lock\.yaml|pnpm-workspace\.yaml|\.npmrc|package\.json|go\.(mod|sum)|Dockerfile)$/.test(path),
  );
  const source = /^\s*"?@?[\w:./-]*registry"?\s*[:=]|tarball:\s*\S*https?:|"tarball"|GOPROXY\s*=|_auth/im;
  expect(settings).toContain("pnpm-lock.yaml");
  expect(settings.filter((path) => source.test(read(path)))).toEqual([]);
});
