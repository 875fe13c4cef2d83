import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./project-files.ts";

interface Manifest {
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const FOLDER = join(ROOT, "packages/dashboard");
/** Licences under which a library may be served to everybody. EPL-2.0 asks that the library is passed on unchanged: see docs/decisions/0054. */
const KNOWN: ReadonlySet<string | undefined> = new Set(["MIT", "Apache-2.0", "ISC", "EPL-2.0 OR GPL-3.0-or-later"]);

const read = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

test("whoever opens the dashboard may be given every library that its pages are made of", () => {
  const licences = Object.keys(read(FOLDER).dependencies ?? {}).map((name) => ({
    name,
    license: read(join(FOLDER, "node_modules", name)).license,
  }));
  expect(licences.length).toBeGreaterThan(20);
  expect(licences.filter(({ license }) => !KNOWN.has(license))).toEqual([]);
});
