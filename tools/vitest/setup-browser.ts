import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { resolveTemporalBinary } from "../../packages/local-stack/src/index.ts";
import { findChromium } from "./find-chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The path of Chromium. */
    readonly tempographChromium: string;
  }
}

const programOf = (path: string): string => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url));
/** The programs that make what every stack needs, unless it is there. */
const BUILDERS = [programOf("dashboard/build/main.ts"), programOf("worker/src/test-kit/write-bundle.ts")];

/**
 * Global setup of the projects whose tests need a browser. Each of their files starts a stack of its own, within the time of a hook: on a new
 * machine Temporal has to be fetched or built before, which takes minutes. The dashboard and the interpreter's bundle are built here, because the first
 * stacks start at the same time, and each of them would build both.
 */
export default async function setup(project: TestProject): Promise<void> {
  const [chromium] = await Promise.all([findChromium(), ...BUILDERS.map(run)]);
  project.provide("tempographChromium", chromium);
  if (process.env["TEMPORAL_ADDRESS"] === undefined)
    await resolveTemporalBinary({ onProgress: (line) => process.stderr.write(`${line}\n`) });
}

/** Runs a builder. Where it fails, so do the stacks, which build again and say why. */
async function run(builder: string): Promise<void> {
  const args = ["--conditions=@tempograph/source", "--disable-warning=ExperimentalWarning", builder];
  await once(spawn(process.execPath, args, { stdio: "ignore" }), "close");
}
