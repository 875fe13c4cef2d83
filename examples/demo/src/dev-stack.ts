import { createInterface } from "node:readline";
import { resolve } from "node:path";
import { startStack, type LocalStack } from "@tempograph/local-stack";
import { aborted, Interrupted, interruption } from "./interruption.ts";
import { programOf } from "./program-of.ts";

// The stack alone, for `tempograph dev`. The first line on stdout is JSON that says where it is. On stdin the line `restart worker` starts
// the worker anew, so that it loads its node packs again. The end of stdin ends the stack.

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function run(signal: AbortSignal, leave: () => void): Promise<void> {
  const stack = await startStack({
    dataDir: resolve(process.env["TEMPOGRAPH_DATA_DIR"] || ".tempograph/dev"),
    api: { entry: programOf("@tempograph/api") },
    worker: { entry: programOf("@tempograph/worker") },
    onProgress: say,
    onWorkerEvent: (event) => {
      if (event.kind === "gaveUp") say(event.reason);
    },
    signal,
  });
  try {
    const { apiUrl, token, tokenFile, dataDir } = stack;
    process.stdout.write(`${JSON.stringify({ apiUrl, token, tokenFile, dataDir, temporalUi: webUi(stack) })}\n`);
    createInterface({ input: process.stdin })
      .on(
        "line",
        (line) => line === "restart worker" && stack.worker.pid !== undefined && process.kill(stack.worker.pid),
      )
      .on("close", leave);
    await aborted(signal);
  } finally {
    say("Stopping");
    await stack.stop();
  }
}

function webUi({ temporal: { uiUrl, uiSignInUrl } }: LocalStack): string | null {
  return uiSignInUrl?.() ?? uiUrl ?? null;
}

const signal = interruption((exitCode) => process.exit(exitCode));
const left = new AbortController();
try {
  await run(AbortSignal.any([signal, left.signal]), () => left.abort(new Error("The stack is not needed any more.")));
} catch (error) {
  if (!signal.aborted && !left.signal.aborted) say(error instanceof Error ? error.message : String(error));
  process.exitCode = signal.reason instanceof Interrupted ? signal.reason.exitCode : left.signal.aborted ? 0 : 1;
}
