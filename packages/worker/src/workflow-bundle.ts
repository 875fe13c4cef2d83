import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const pathOf = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));
const requireHere = createRequire(import.meta.url);

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
}

/**
 * Bundles the interpreter for the workflow sandbox. Bundling takes seconds, so the result is kept in `cacheDir` under a hash of
 * its sources.
 *
 * @throws Error with what the bundler said, if the interpreter cannot be bundled
 */
export async function workflowBundle(
  cacheDir: string,
  { encodeFailures = false }: WorkflowBundleOptions = {},
): Promise<WorkflowCode> {
  const hash = inputHash();
  const buildId = `tempograph+${hash}`;
  const codePath = join(cacheDir, `workflow-${hash}${encodeFailures ? "-encoded" : ""}.js`);
  if (!existsSync(codePath)) {
    // The worker runs what is in this folder, so nobody else may write there.
    mkdirSync(cacheDir, { recursive: true, mode: 0o700 });
    await bundleInto(codePath, encodeFailures);
  }
  return { codePath, buildId };
}

async function bundleInto(codePath: string, encodeFailures: boolean): Promise<void> {
  const program = pathOf("@tempograph/worker/bundle-program");
  const bundler = fork(program, [codePath, ...(encodeFailures ? [FAILURE_CONVERTER_PATH] : [])], {
    execArgv: program.endsWith(".ts")
      ? ["--conditions=@tempograph/source", "--disable-warning=ExperimentalWarning"]
      : [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let said = "";
  bundler.stderr!.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4_000)));
  const [code, signal] = await new Promise<readonly [number | null, NodeJS.Signals | null]>((resolve, reject) => {
    bundler.once("error", reject).once("close", (...end) => resolve(end));
  });
  if (code !== 0) throw new Error(`The interpreter could not be bundled (${signal ?? code}).\n${said}`);
}

/** A hash of the code of the interpreter and the machine, and of the version of the SDK that bundles them. */
function inputHash(): string {
  const hash = createHash("sha256");
  const { version } = requireHere("@temporalio/worker/package.json") as { version: string };
  hash.update(version).update(readFileSync(pathOf("@tempograph/worker/bundle-program")));
  for (const entry of ["@tempograph/interpreter/workflow", "@tempograph/graph/machine"]) {
    const folder = dirname(pathOf(entry));
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.[jt]s$/.test(file));
    for (const file of files.sort()) hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 16);
}
