import { randomUUID } from "node:crypto";
import { readCpu } from "../measure/cpu-meter.ts";
import { postEvents } from "../measure/post-event.ts";
import type { Side } from "../measure/side.ts";
import type { BenchStack } from "../stack/start-bench-stack.ts";
import { hotLeadCondition, hotLeadGraph } from "./graph.ts";
import type { MirrorWatch } from "./mirror-watch.ts";
import { publishWorkflow } from "./publish-workflow.ts";

const MIRROR_TIMEOUT_MS = 60_000;

/** Tempograph as a whole: events go to the API, and an execution is done when it is mirrored. */
export async function tempographSide(
  stack: BenchStack,
  mirror: MirrorWatch,
  durability: "step" | "burst",
): Promise<Side & { close(): Promise<void> }> {
  const { api, worker, token } = stack.tempograph;
  const apiUrl = String(api.ready["url"]);
  // The data folder may be used again, so the event type is new: earlier workflows must not get these events.
  const eventType = `bench.${durability}.${randomUUID()}`;
  const echoUrl = String(stack.echo.ready["url"]);
  const workflowId = await publishWorkflow({
    apiUrl,
    token,
    name: `Hot lead (${durability})`,
    trigger: { eventType, condition: hotLeadCondition },
    graph: hotLeadGraph(echoUrl, durability),
  });
  const send = postEvents(apiUrl, `/events?type=${eventType}`, { authorization: `Bearer ${token}` });
  const roots = {
    api: api.pid,
    worker: worker.pid,
    temporal: stack.temporal.pid ?? 0,
    postgres: stack.postgres.pid ?? 0,
  };
  return {
    name: durability === "burst" ? "burst" : "tempograph",
    calls: "a b c gift",
    send,
    cpu: () => readCpu(roots, mirror.backendPids),
    caughtUp: () => mirror.untilCaughtUp(workflowId, MIRROR_TIMEOUT_MS),
    mirrorLag(executionId, closedAt) {
      const at = mirror.lastNotified(executionId);
      return at === undefined ? undefined : at - closedAt;
    },
    async verify(executionIds) {
      const { ok, wrong } = await mirror.check(executionIds);
      if (ok !== executionIds.length)
        throw new Error(`${wrong.length} executions are not mirrored as completed and equal, such as ${wrong[0]}.`);
      mirror.forget();
    },
    close: () => send.close(),
  };
}
