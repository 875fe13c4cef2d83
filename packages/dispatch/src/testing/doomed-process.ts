import { spawn } from "node:child_process";
import { once } from "node:events";
import { waitFor } from "@tempograph/testing";

/**
 * For tests: runs one of the programs `doomed-….ts` of this folder until it stands at the fault point, then kills it with -9. `whenReady`
 * is called as soon as the program has written "ready".
 */
export async function killAt(
  point: string,
  program: "doomed-asker" | "doomed-deliverer" | "doomed-dispatcher" | "doomed-step",
  env: NodeJS.ProcessEnv,
  whenReady?: () => Promise<void>,
): Promise<void> {
  const doomed = spawn(
    process.execPath,
    ["--conditions=@tempograph/source", "--no-warnings", new URL(`${program}.ts`, import.meta.url).pathname],
    { env: { ...process.env, NODE_OPTIONS: "", ...env, POINT: point }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const exited = once(doomed, "exit");
  let said = "";
  doomed.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  const says = (text: string) => waitFor(() => said.includes(text), { timeoutMs: 20_000 });
  try {
    if (whenReady !== undefined) {
      await says("ready");
      await whenReady();
    }
    await says(`at ${point}`);
  } finally {
    doomed.kill("SIGKILL");
    await exited;
  }
}
