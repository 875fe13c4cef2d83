import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The path of Chromium. */
    readonly tempographChromium: string;
  }
}

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * Global setup of the projects whose tests need a browser. It uses the Chromium of the machine, and has Debian's package manager install
 * one where there is none and it may.
 */
export default function setup(project: TestProject): void {
  const given = process.env["TEMPOGRAPH_CHROMIUM"];
  const path = [...(given === undefined ? PLACES : [given])].find((place) => existsSync(place)) ?? installed();
  if (path === undefined)
    throw new Error("The browser tests need Chromium. Install it, and name its path in TEMPOGRAPH_CHROMIUM.");
  project.provide("tempographChromium", path);
}

function installed(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  process.stderr.write("Installing Chromium for the browser tests …\n");
  for (const args of [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]]) {
    const { status, stderr } = spawnSync("apt-get", ["-qq", ...args], {
      encoding: "utf8",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (status !== 0) throw new Error(`apt-get ${args[0]} ended with ${String(status)}: ${stderr.slice(-2_000)}`);
  }
  return PLACES.find((place) => existsSync(place));
}
