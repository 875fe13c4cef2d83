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

const BUILDER = fileURLToPath(new URL("../../packages/dashboard/build/main.ts", import.meta.url));

/**
 * Global setup of the projects whose tests need a browser. Each of their files starts a stack of its own, within the time of a hook: on a new
 * machine Temporal has to be fetched or built before, which takes minutes. The dashboard is built here, because the first stacks start at the
 * same time and each of them would build it.
 */
export default async function setup(project: TestProject): Promise<void> {
  const [chromium] = await Promise.all([findChromium(), buildDashboard()]);
  project.provide("tempographChromium", chromium);
  if (process.env["TEMPORAL_ADDRESS"] === undefined)
    await resolveTemporalBinary({ onProgress: (line) => process.stderr.write(`${line}\n`) });
}

/** Builds it, unless it is there. Why a build failed stands on the pages that the tests open. */
async function buildDashboard(): Promise<void> {
  const args = ["--conditions=@tempograph/source", "--disable-warning=ExperimentalWarning", BUILDER];
  await once(spawn(process.execPath, args, { stdio: "ignore" }), "close");
}
