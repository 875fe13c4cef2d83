import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const MODULE = new URL("./run-folder.ts", import.meta.url).href;
const CODE = `
  import { mkdtempSync } from "node:fs";
  import { tmpdir } from "node:os";
  import { join } from "node:path";
  import { useRunFolder } from ${JSON.stringify(MODULE)};
  useRunFolder();
  mkdtempSync(join(tmpdir(), "left-behind-"));
  process.stdout.write(tmpdir());
`;

test("this run has one temporary folder of its own, although several projects ask for it", () => {
  expect(basename(tmpdir())).toMatch(/^tempograph-run-\d+-/);
  expect(basename(dirname(tmpdir()))).not.toMatch(/^tempograph-run-/);
});

test("a run removes its folder with what is in it, and the folder of a run that was killed", async () => {
  const parent = mkdtempSync(join(tmpdir(), "tempograph-parent-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const options = { env: { ...process.env, TMPDIR: parent } };
  const program = (code: string): string[] => ["--input-type=module", "--eval", code];

  const killed = spawn(process.execPath, program(`${CODE} setInterval(() => {}, 1000);`), options);
  const [folder] = (await once(killed.stdout, "data")) as [Buffer];
  expect(dirname(folder.toString())).toBe(parent);
  const living = execFileSync(process.execPath, program(CODE), options).toString();
  expect(dirname(living)).toBe(parent);
  expect(readdirSync(parent)).toEqual([basename(folder.toString())]);

  killed.kill("SIGKILL");
  await once(killed, "exit");
  execFileSync(process.execPath, program(CODE), options);
  expect(readdirSync(parent)).toEqual([]);
});
