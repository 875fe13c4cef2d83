export { runCli } from "./program.ts";
export type { Shell } from "./shell.ts";
