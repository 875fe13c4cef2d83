import { readCpu } from "../measure/cpu-meter.ts";
import { postEvents } from "../measure/post-event.ts";
import type { Side } from "../measure/side.ts";
import type { BenchStack } from "../stack/start-bench-stack.ts";

/** The hand-written workflow, or the empty one of the same worker, which is the floor under every other side. */
export function handWrittenSide(
  { handWritten, temporal }: BenchStack,
  name: "handWritten" | "floor",
): Side & { close(): Promise<void> } {
  const send = postEvents(String(handWritten.endpoint.ready["url"]), name === "floor" ? "/empty" : "/events", {});
  const roots = { endpoint: handWritten.endpoint.pid, worker: handWritten.worker.pid, temporal: temporal.pid ?? 0 };
  return {
    name,
    calls: name === "floor" ? "gift" : "a b c gift",
    send,
    cpu: () => readCpu(roots),
    // The hand-written side has no work after a close.
    caughtUp: async () => {},
    close: () => send.close(),
  };
}
