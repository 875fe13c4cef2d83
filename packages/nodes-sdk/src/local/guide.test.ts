import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

// The TypeScript in the guide is what it says it is: each block is a file, named in its first line, and their tests run here.

const GUIDE = join(import.meta.dirname, "../../../../docs/guide");
// In this package, so that its name resolves to it; and not in `dist`, which is emptied and packed by other tests.
const OUT = join(import.meta.dirname, "../../.turbo/guide-examples");
const BLOCK = /```ts\n(\/\/ ([\w.-]+\.ts)\n[^]*?)```/g;

for (const page of ["writing-a-node", "testing-a-graph", "state"]) {
  const folder = join(OUT, page);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const blocks = [...readFileSync(join(GUIDE, `${page}.md`), "utf8").matchAll(BLOCK)];
  for (const [, text, name] of blocks) writeFileSync(join(folder, name!), text!);
  const tests = blocks.flatMap(([, , name]) => (name!.endsWith(".test.ts") ? [name!] : []));

  describe(page, async () => {
    test("it has examples", () => expect(tests.length).toBeGreaterThan(0));
    for (const name of tests) await import(join(folder, name));
  });
}
