import type { TestProject } from "vitest/node";
import { findChromium } from "./find-chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The path of Chromium. */
    readonly tempographChromium: string;
  }
}

/** Global setup of the projects whose tests need a browser. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("tempographChromium", await findChromium());
}
