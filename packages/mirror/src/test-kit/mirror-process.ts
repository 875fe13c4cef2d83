import { Client, Connection } from "@temporalio/client";
import { openDatabase } from "@tempograph/db";
import { createMirror } from "../create-mirror.ts";
import type { MirrorPoint } from "../mirror-deps.ts";

/** The orders for a mirror in a process of its own, as JSON in MIRROR_ORDERS. */
export interface MirrorOrders {
  readonly databaseUrl: string;
  readonly address: string;
  readonly taskQueue: string;
  /** The point at which the process kills itself with SIGKILL. */
  readonly dieAt: MirrorPoint;
  readonly executionId: string;
  readonly runId: string;
}

const orders = JSON.parse(process.env["MIRROR_ORDERS"]!) as MirrorOrders;
const { executionId, runId } = orders;
const connection = await Connection.connect({ address: orders.address });
const say = (_fields: object, message: string): void => void process.stderr.write(`${message}\n`);
const mirror = createMirror({
  db: openDatabase(orders.databaseUrl),
  databaseUrl: orders.databaseUrl,
  client: new Client({ connection }),
  namespace: "default",
  taskQueue: orders.taskQueue,
  logger: { debug() {}, info() {}, warn: say, error: say },
  unsignedOperations: true,
  leaseMs: 500,
  sweep: { openForMs: 0, intervalMs: 50 },
  liveUpdates: { lingerMs: 0 },
  faultPoint: (point) => {
    if (point === orders.dieAt) process.kill(process.pid, "SIGKILL");
  },
});
// The reports that a worker would have made while it executed the steps.
mirror.liveUpdates.trace(executionId, runId, [
  { path: "a", nodeId: "a", type: "probe", kind: "scheduled", at: Date.now() },
]);
mirror.liveUpdates.log({ executionId, runId, path: "a", attempt: 1, level: "info", message: "told", at: Date.now() });
if (orders.dieAt.startsWith("follow")) mirror.watch(executionId);
if (orders.dieAt.startsWith("close")) mirror.closeHint(executionId, runId);
if (orders.dieAt.startsWith("sweep")) await mirror.start();
// Keep the process alive until it kills itself at its point.
setInterval(() => {}, 1_000);
