import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyStep, recipeSteps } from "./recipe-steps.ts";

const ROOT = join(import.meta.dirname, "../..");
const steps = recipeSteps(readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8"));
const copy = mkdtempSync(join(tmpdir(), "tempograph-recipes-"));

/** Tests of what the copy has to know after the recipes were applied. They run inside the copy. */
const CHECK = `
import { expect, test } from "vitest";
import { compile, compileTriggers, coreNodeTypes, freeze, matchEvent, parseTriggers, runLocally, validateGraph } from "@tempograph/graph";
import { errorCodes } from "./app/error-codes.ts";
import { printSdl } from "./graphql/schema.ts";
import { operations } from "./operations/registry.ts";

const graph = {
  nodes: [{ id: "start", type: "start", data: {} }, { id: "stamp", type: "stamp", data: {} }],
  edges: [{ id: "e1", source: "start", target: "stamp" }],
};
const types = new Map(coreNodeTypes.map((type) => [type.type, type]));

test("the construct is validated and simulated", async () => {
  expect(validateGraph({ graph, types })).toEqual([]);
  const unknown = { ...graph, nodes: [...graph.nodes, { id: "x", type: "transform", data: { output: "{{ steps.stamp.no }}" } }], edges: [...graph.edges, { id: "e2", source: "stamp", target: "x" }] };
  expect(validateGraph({ graph: unknown, types }).map(({ code }) => code)).toContain("OUTPUT_FIELD_UNKNOWN");
  const program = compile(freeze({ graph, types, workflow: { id: "wf", name: "w", version: 1 } }));
  const event = { id: "e", type: "t", source: "s", time: "2026-01-01T00:00:00Z", data: {} };
  const result = await runLocally(program, event, { runStep: () => ({ output: null }) });
  expect(result.output).toEqual({ stamp: { at: "2026-01-01T00:00:00Z" } });
});

test("the trigger kind starts what it says", () => {
  const { triggers, problems } = parseTriggers([{ kind: "topic", config: { topic: "orders" } }]);
  expect(problems).toEqual([]);
  const event = { id: "e", type: "orders.paid", source: "s", time: "2026-01-01T00:00:00Z", data: {} };
  const workflow = { id: "wf", name: "w", version: 1 };
  expect(matchEvent(compileTriggers(triggers, "wf"), event, workflow, { receivedAt: 0 })).toEqual({ triggerId: "trigger0" });
  expect(matchEvent(compileTriggers(triggers, "wf"), { ...event, type: "bills.paid" }, workflow, { receivedAt: 0 })).toEqual({ none: true });
});

test("the operation and the error code are in every face", () => {
  expect(printSdl()).toMatch(/echo\\(/);
  expect(printSdl()).toContain("ECHO_EMPTY");
  expect(operations.map(({ name }) => name)).toContain("echo");
  expect(Object.keys(errorCodes)).toContain("ECHO_EMPTY");
});
`;

beforeAll(() => {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" })
    .trim()
    .split("\n");
  for (const file of files.filter((one) => !one.includes("/golden/") && existsSync(join(ROOT, one)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(ROOT, file), join(copy, file));
  }
  // The links of pnpm are relative, so the copied packages find each other in the copy and all other packages in the store.
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  for (const folder of new Set(files.filter((one) => one.endsWith("package.json")).map(dirname))) {
    const modules = join(ROOT, folder, "node_modules");
    if (folder !== "." && existsSync(modules))
      cpSync(modules, join(copy, folder, "node_modules"), { recursive: true, verbatimSymlinks: true });
  }
  for (const step of steps) applyStep(copy, step);
  writeFileSync(join(copy, "packages/api/src/recipes.test.ts"), CHECK);
}, 120_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs a program in the copy. If it fails, the error's message is its output. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, ...outer } = process.env;
  try {
    const how = { cwd: copy, encoding: "utf8", stdio: "pipe", env: { ...outer, ...env } } as const;
    execFileSync(process.execPath, args, how);
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`node ${args.join(" ")}\n${stdout}\n${stderr}`, { cause: error });
  }
}

const vitest = (project: string, ...args: readonly string[]): string[] => [
  "node_modules/vitest/vitest.mjs",
  ...["run", "--project", project],
  ...args,
];

test("each recipe touches at most four files", () => {
  expect(steps.length).toBeGreaterThan(12);
  const page = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");
  for (const recipe of page.split(/^### /m).slice(1)) {
    const touched = new Set(recipeSteps(recipe).map(({ file }) => file));
    expect(touched.size, recipe.split("\n")[0]).toBeLessThanOrEqual(4);
  }
});

test(
  "everything that the recipes add passes type checks, validates, simulates, and is in GraphQL, REST and the documents",
  { timeout: 600_000 },
  () => {
    run(["packages/dashboard/build/write-schema-types.ts"]);
    run(["node_modules/typescript/bin/tsc", "-b"]);
    run(["--conditions=@tempograph/source", "packages/api/src/graphql/write-sdl.ts"]);
    const generated = [
      "tools/node-types",
      "packages/graph/src/expression/functions-page",
      "packages/api/src/app/error-codes",
    ];
    run(vitest("unit", ...generated, "-u"), { UPDATE_NODE_TYPES: "1" });
    const documents = ["packages/graph/src/conformance/language-doc", "tools/error-pages", "packages/api/src/graphql"];
    const language = ["packages/graph/src/conformance/conformance.test", "packages/graph/src/expression/template"];
    run(vitest("unit", ...documents, ...language, "packages/api/src/recipes", "packages/activities", "tools/tree"));
    run(vitest("pg", "packages/db/src/schema", "packages/db/src/migrations"), { UPDATE_SCHEMA: "1" });
  },
);
