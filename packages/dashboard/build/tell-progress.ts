import type { Plugin } from "vite";

/** How often progress is told at most. */
const EVERY_MS = 500;

/** Says what Vite is doing, because a first build takes a while. */
export function tellProgress(say: (line: string) => void): Plugin {
  let modules = 0;
  let told = 0;
  return {
    name: "tempograph-progress",
    buildStart: () => say("Building the dashboard: about half a minute, once"),
    moduleParsed() {
      modules += 1;
      if (performance.now() - told < EVERY_MS) return;
      told = performance.now();
      say(`Building the dashboard: ${String(modules)} modules read`);
    },
    buildEnd: () => say(`Building the dashboard: ${String(modules)} modules read, putting them together`),
  };
}
