import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { IMPORT_TABLE } from "./import-table.ts";
import { isTestCode, isTypeScript, projectFiles, ROOT } from "./project-files.ts";

type Manifest = { dependencies?: Record<string, string>; peerDependencies?: Record<string, string> };

const packages = readdirSync(join(ROOT, "packages")).filter((name) => existsSync(manifestFile(name)));

function manifestFile(name: string): string {
  return join(ROOT, "packages", name, "package.json");
}

function dependenciesOf(name: string): string[] {
  const manifest = JSON.parse(readFileSync(manifestFile(name), "utf8")) as Manifest;
  return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
}

/** The packages that a source text imports, without Node's own and relative ones. */
function importedPackages(source: string): string[] {
  const forms = /^\s*(?:import|export)\s+(?:[\w$*{},\s]+?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
  const specifiers = source.matchAll(forms);
  return [...specifiers]
    .map(([, declared, dynamic]) => (declared ?? dynamic) as string)
    .filter((specifier) => !/^(node:|\.|\/)/.test(specifier))
    .map((specifier) =>
      specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/"),
    );
}

test("every package has a row in the table, and every row has a package", () => {
  expect(packages.toSorted()).toEqual(Object.keys(IMPORT_TABLE).toSorted());
});

describe.for(packages)("packages/%s", (name) => {
  const rule = IMPORT_TABLE[name];
  const dependencies = dependenciesOf(name);

  test("declares only those of our packages that it may import", () => {
    const ours = dependencies.filter((dependency) => dependency.startsWith("@tempograph/"));
    const allowed = rule?.ours.map((other) => `@tempograph/${other}`);
    expect(ours.filter((dependency) => !allowed?.includes(dependency))).toEqual([]);
  });

  test("declares no foreign package that is forbidden for it", () => {
    const isForbidden = (dependency: string): boolean =>
      rule?.never.some((one) => (one.endsWith("/") ? dependency.startsWith(one) : dependency === one)) ?? true;
    expect(dependencies.filter(isForbidden)).toEqual([]);
  });

  test("imports only declared packages outside of tests", () => {
    const undeclared = projectFiles(`packages/${name}/src`)
      .filter((path) => isTypeScript(path) && !isTestCode(path))
      .flatMap((path) => importedPackages(readFileSync(join(ROOT, path), "utf8")).map((used) => ({ path, used })))
      .filter(({ used }) => !dependencies.includes(used))
      // The test helpers run inside vitest, which comes with the workspace.
      .filter(({ used }) => !(name === "testing" && used === "vitest"));
    expect(undeclared).toEqual([]);
  });
});

test("the scan of imports finds all forms of imports", () => {
  const source = `
    import "@a/effect/deep";
    import { x,
      y } from "b";
    import type {} from "c";
    export * from "./near.ts";
    import fs from "node:fs";
    const late = await import("@d/late");
  `;
  expect(importedPackages(source)).toEqual(["@a/effect", "b", "c", "@d/late"]);
});
