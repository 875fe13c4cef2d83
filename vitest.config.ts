import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { useCompileCache, useRunFolder } from "./tools/vitest/run-folder.ts";

useRunFolder();
useCompileCache();

const ROOTS = "{packages/*/src,examples,e2e,bench,tools}";
const KINDS = ["pg", "temporal", "browser"] as const;
const files = (kind: string): string => `${ROOTS}/**/*.${kind}.test.ts`;

/** Workspace packages are used from source: no build before a test. */
const CONDITIONS = ["@tempograph/source", "module", "node", "development|production"];

const project = (name: string, test: Record<string, unknown>) => ({
  ssr: { resolve: { conditions: CONDITIONS, externalConditions: ["@tempograph/source", "node"] } },
  resolve: { conditions: CONDITIONS },
  // Global set-ups are loaded in an environment of their own.
  environments: { __vitest__: { resolve: { conditions: CONDITIONS } } },
  test: { name, pool: "forks" as const, exclude: ["**/node_modules/**", "**/dist/**"], ...test },
});

/**
 * In CI a test on real servers is tried a second time, because one late answer of a busy machine must not stop everybody. The
 * run then names the test as flaky (tools/vitest/flaky-reporter.ts), and somebody mends it.
 */
const retry = process.env["CI"] === undefined ? 0 : 1;

/**
 * Files of a project share processes, and with them the modules that they import: thousands of modules would otherwise be evaluated anew
 * for each file, which takes longer than the tests of most files. What a file changes in its process it has to put back.
 */
const isolate = false;

// The file's suffix says what its tests need; a project starts that, once per run, and only when it has files to run.
export default defineConfig({
  test: {
    // Two more than there are processors, because many tests wait for a server or for a moment. With one more, two processors are 84 % busy, and 94 % with two.
    maxWorkers: Math.min(4, availableParallelism() + 2),
    teardownTimeout: 20_000,
    projects: [
      project("unit", {
        include: [`${ROOTS}/**/*.test.{ts,tsx}`],
        exclude: ["**/node_modules/**", "**/dist/**", ...KINDS.map(files)],
        isolate,
        testTimeout: 30_000,
      }),
      project("pg", {
        include: [files("pg")],
        globalSetup: ["./tools/vitest/setup-postgres.ts"],
        isolate,
        retry,
        testTimeout: 30_000,
        hookTimeout: 30_000,
      }),
      project("temporal", {
        include: [files("temporal")],
        globalSetup: ["./tools/vitest/setup-postgres.ts", "./tools/vitest/setup-temporal.ts"],
        isolate,
        retry,
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project("browser", {
        include: [files("browser")],
        globalSetup: ["./tools/vitest/setup-browser.ts"],
        isolate,
        retry,
        testTimeout: 120_000,
        hookTimeout: 120_000,
      }),
    ],
  },
});
