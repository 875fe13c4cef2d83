import { readCpu } from "../measure/cpu-meter.ts";
import { postEvents } from "../measure/post-event.ts";
import type { Side } from "../measure/side.ts";
import type { BenchStack } from "../stack/start-bench-stack.ts";

export function handWrittenSide({ handWritten, temporal }: BenchStack): Side & { close(): Promise<void> } {
  const send = postEvents(String(handWritten.endpoint.ready["url"]), "/events", {});
  const roots = { endpoint: handWritten.endpoint.pid, worker: handWritten.worker.pid, temporal: temporal.pid ?? 0 };
  return {
    name: "handWritten",
    send,
    cpu: () => readCpu(roots),
    // The hand-written side has no work after a close.
    caughtUp: async () => {},
    close: () => send.close(),
  };
}
