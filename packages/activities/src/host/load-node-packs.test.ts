import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadNodePacks } from "./load-node-packs.ts";

const cwd = mkdtempSync(join(tmpdir(), "tempograph-packs-"));
afterAll(() => rmSync(cwd, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(join(cwd, dirname(path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

const pack = (name: string, type = name) =>
  `export const pack = { name: "${name}", version: "1.0.0", nodes: [{ type: "${type}", execute() {} }] };`;

write("package.json", "{}");
write("file.mjs", pack("file"));
write("other.mjs", pack("other", "file"));
write(
  "default.mjs",
  `${pack("named").replace("export const pack", "const chosen")} export default chosen; export const more = 1;`,
);
write("not-a-pack.mjs", "export const answer = 42;");
write("broken.mjs", "throw new Error('boom');");
write(
  "folder/package.json",
  '{ "type": "module", "exports": { ".": { "types": "./x.d.ts", "default": "./entry.js" } } }',
);
write("folder/entry.js", pack("folder"));
write("node_modules/installed/package.json", '{ "name": "installed", "type": "module", "main": "main.js" }');
write("node_modules/installed/main.js", pack("installed"));
write(
  "node_modules/@a/import-only/package.json",
  '{ "name": "@a/import-only", "type": "module", "exports": { "import": "./i.js" } }',
);
write("node_modules/@a/import-only/i.js", pack("import_only"));

test.each([
  ["./file.mjs", "file"],
  [join(cwd, "file.mjs"), "file"],
  ["./default.mjs", "named"],
  ["./folder", "folder"],
  ["installed", "installed"],
  ["@a/import-only", "import_only"],
])("%s is found", async (specifier, name) => {
  expect((await loadNodePacks([specifier], cwd)).map((each) => each.name)).toEqual([name]);
});

test("packs come in the order asked for, each once", async () => {
  const packs = await loadNodePacks(["installed", "./file.mjs", "installed"], cwd);
  expect(packs.map(({ name }) => name)).toEqual(["installed", "file"]);
});

test.each([
  ["nothing-here", /"nothing-here" is not installed in .*npm install nothing-here/],
  ["./nowhere.mjs", /"\.\/nowhere\.mjs" does not exist/],
  ["./not-a-pack.mjs", /is no node pack: it exports answer.*defineNodePack/],
  ["./broken.mjs", /cannot be loaded: boom/],
  ["./node_modules/@a", /no package\.json/],
])("%s is refused with a reason", async (specifier, message) => {
  await expect(loadNodePacks([specifier], cwd)).rejects.toThrow(message);
});

test("a node type of two packs is refused, both named", async () => {
  await expect(loadNodePacks(["./file.mjs", "./other.mjs"], cwd)).rejects.toThrow(
    /"file" comes from two packs: file@1\.0\.0 and other@1\.0\.0/,
  );
});
