#!/usr/bin/env node
import { runCli } from "./program.ts";
import { processShell } from "./shell.ts";

const interrupted = new AbortController();
process.once("SIGINT", () => interrupted.abort());
// A reader that has seen enough, such as `head`, closes the pipe. That is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});
process.exitCode = await runCli(process.argv.slice(2), processShell(interrupted.signal));
