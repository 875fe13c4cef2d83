import { spawn } from "node:child_process";
import { once } from "node:events";
import { waitFor } from "@tempograph/testing";

type Program = "doomed-asker" | "doomed-deliverer" | "doomed-dispatcher" | "doomed-step";

/**
 * For tests: runs one of the programs `doomed-….ts` of this folder until it stands at the fault point, then kills it with -9. `whenReady`
 * is called as soon as the program has written "ready".
 */
export async function killAt(
  point: string,
  program: Program,
  env: NodeJS.ProcessEnv,
  whenReady?: () => Promise<void>,
): Promise<void> {
  await whileAt(point, program, env, whenReady, () => Promise.resolve());
}

/** The same for a program that is stopped at the fault point (SIGSTOP) and killed in the end. `work` is done meanwhile, and lets it go on. */
export async function stopAt(
  point: string,
  program: Program,
  env: NodeJS.ProcessEnv,
  whenReady: () => Promise<void>,
  work: (goOn: () => void) => Promise<void>,
): Promise<void> {
  await whileAt(point, program, { ...env, SIGNAL: "SIGSTOP" }, whenReady, work);
}

async function whileAt(
  point: string,
  program: Program,
  env: NodeJS.ProcessEnv,
  whenReady: (() => Promise<void>) | undefined,
  work: (goOn: () => void) => Promise<void>,
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
    await work(() => doomed.kill("SIGCONT"));
  } finally {
    doomed.kill("SIGKILL");
    await exited;
  }
}
