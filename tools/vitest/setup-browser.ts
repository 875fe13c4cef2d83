import type { TestProject } from "vitest/node";
import { resolveTemporalBinary } from "../../packages/local-stack/src/index.ts";
import { findChromium } from "./find-chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The path of Chromium. */
    readonly tempographChromium: string;
  }
}

/**
 * Global setup of the projects whose tests need a browser. Each of their files starts a stack of its own, within the time of a hook: on a new
 * machine Temporal has to be fetched or built before, which takes minutes.
 */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("tempographChromium", await findChromium());
  if (process.env["TEMPORAL_ADDRESS"] === undefined)
    await resolveTemporalBinary({ onProgress: (line) => process.stderr.write(`${line}\n`) });
}
