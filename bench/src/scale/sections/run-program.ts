import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs another benchmark in a process of its own, so that nothing of this one is measured with it. Returns the JSON of its last line. */
export async function runProgram(script: string, args: readonly string[]): Promise<unknown> {
  const path = fileURLToPath(new URL(`../../${script}`, import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, path, "--json", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${script} ended with code ${code}.`);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as unknown;
}
