import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, type Logger } from "@temporalio/worker";

const pathOf = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));
const requireHere = createRequire(import.meta.url);

/** Modules without state of a single execution. They are loaded once per V8 context instead of once per execution. */
const PRELOADED = [
  "@tempograph/interpreter/stack-depth",
  "@tempograph/interpreter/program-cache",
  "@tempograph/interpreter/verify-signature",
  "@tempograph/graph/machine",
  "@temporalio/workflow",
];

/** The module that encodes the texts of failures, for `dataConverter.failureConverterPath` where payloads are encrypted. */
export const FAILURE_CONVERTER_PATH = pathOf("@tempograph/interpreter/failure-converter");

export interface WorkflowCode {
  readonly codePath: string;
  /** Names the code of interpreter and machine. Temporal keeps with each workflow task the name of the code that carried it out. */
  readonly buildId: string;
}

export interface WorkflowBundleOptions {
  /** Whether the texts of failures go through the codec. The bundle contains what the worker uses outside of the sandbox. */
  readonly encodeFailures?: boolean;
  readonly logger?: Logger;
}

/**
 * Bundles the interpreter for the workflow sandbox. Bundling takes seconds, so the result is kept in `cacheDir` under a hash of
 * its sources.
 */
export async function workflowBundle(
  cacheDir: string,
  { encodeFailures = false, logger }: WorkflowBundleOptions = {},
): Promise<WorkflowCode> {
  const hash = inputHash();
  const buildId = `tempograph+${hash}`;
  const codePath = join(cacheDir, `workflow-${hash}${encodeFailures ? "-encoded" : ""}.js`);
  if (existsSync(codePath)) return { codePath, buildId };
  const { code } = await bundleWorkflowCode({
    workflowsPath: pathOf("@tempograph/interpreter/workflow"),
    workflowInterceptorModules: [pathOf("@tempograph/interpreter/interceptors")],
    preloadModules: PRELOADED.map(pathOf),
    ...(encodeFailures && { failureConverterPath: FAILURE_CONVERTER_PATH }),
    ...(logger && { logger }),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, conditionNames: ["@tempograph/source", "import", "require", "default"] },
      // Preloading is a `require` whose result is unused. Webpack would drop it if the package declares that its modules have no
      // side effects.
      optimization: { ...config.optimization, sideEffects: false },
    }),
  });
  // The worker runs what is in this folder, so nobody else may write there.
  mkdirSync(cacheDir, { recursive: true, mode: 0o700 });
  // Rename the finished file into place, because another worker may be writing the same bundle.
  const draft = `${codePath}.${process.pid}`;
  writeFileSync(draft, code, { mode: 0o600 });
  renameSync(draft, codePath);
  return { codePath, buildId };
}

/** A hash of the code of the interpreter and the machine, and of the version of the SDK that bundles them. */
function inputHash(): string {
  const hash = createHash("sha256");
  const { version } = requireHere("@temporalio/worker/package.json") as { version: string };
  hash.update(version).update(readFileSync(fileURLToPath(import.meta.url)));
  for (const entry of ["@tempograph/interpreter/workflow", "@tempograph/graph/machine"]) {
    const folder = dirname(pathOf(entry));
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.[jt]s$/.test(file));
    for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 16);
}
