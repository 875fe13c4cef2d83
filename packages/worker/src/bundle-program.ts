// A process of its own, which `workflowBundle` starts: what the bundler loads stays in memory for as long as its process lives, 300 MB of it.
import { renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, DefaultLogger } from "@temporalio/worker";

const pathOf = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

/** Modules without state of a single execution. They are loaded once per V8 context instead of once per execution. */
const PRELOADED = [
  "@tempograph/interpreter/stack-depth",
  "@tempograph/interpreter/program-cache",
  "@tempograph/interpreter/verify-signature",
  "@tempograph/graph/machine",
  "@temporalio/workflow",
];

const [codePath, failureConverterPath] = process.argv.slice(2) as [string, string?];
// Nobody waits for the bundle any more.
process.once("disconnect", () => process.exit());
const { code } = await bundleWorkflowCode({
  workflowsPath: pathOf("@tempograph/interpreter/workflow"),
  workflowInterceptorModules: [pathOf("@tempograph/interpreter/interceptors")],
  preloadModules: PRELOADED.map(pathOf),
  ...(failureConverterPath !== undefined && { failureConverterPath }),
  logger: new DefaultLogger("WARN"),
  webpackConfigHook: (config) => ({
    ...config,
    resolve: { ...config.resolve, conditionNames: ["@tempograph/source", "import", "require", "default"] },
    // Preloading is a `require` whose result is unused. Webpack would drop it if the package declares that its modules have no
    // side effects.
    optimization: { ...config.optimization, sideEffects: false },
  }),
});
// Rename the finished file into place, because another worker may be writing the same bundle.
const draft = `${codePath}.${process.pid}`;
writeFileSync(draft, code, { mode: 0o600 });
renameSync(draft, codePath);
process.disconnect?.();
