import { readFileSync } from "node:fs";
import type { LocalStack } from "@tempograph/local-stack";
import { compareMirror } from "./compare-mirror.ts";
import type { EchoServer } from "./echo-server.ts";
import { ensureWorkflow } from "./ensure-workflow.ts";
import { followExecution } from "./follow-execution.ts";
import { createGraphqlClient } from "./graphql-client.ts";
import type { WorkerKiller } from "./kill-worker.ts";
import { UpdatePrinter } from "./print-update.ts";
import type { Printer } from "./printer.ts";
import { readMirroredExecution, readMirroredHistory } from "./read-execution.ts";
import { createReport, type DemoReport } from "./report.ts";
import { sendEvent } from "./send-event.ts";
import { readTemporalServer } from "@tempograph/runtime";
import { fetchTemporalHistory } from "./temporal-history.ts";

export type RunDemoOptions = {
  readonly stack: LocalStack;
  readonly echo: EchoServer;
  readonly printer: Printer;
  /** Kills the worker during the run. Absent: the worker is not killed. */
  readonly killer?: WorkerKiller;
  readonly signal: AbortSignal;
};

/** With --kill-worker: how often the event is sent at most, until a kill comes during the delay. */
const MOST_RUNS = 3;

/** Does the demo's job once: stores the graph, sends the event, follows the execution, and compares the mirror with Temporal. */
export async function runDemo({ stack, echo, printer, killer, signal }: RunDemoOptions): Promise<DemoReport> {
  const api = createGraphqlClient(stack.apiUrl, stack.token);
  const graph: unknown = JSON.parse(readText("./graph.json").replace("<echo server>", echo.url));
  const event: unknown = JSON.parse(readText("./event.json"));

  const workflow = await ensureWorkflow(api, graph);
  printer.line(`Workflow   ${workflow.name} (${workflow.id}), version ${workflow.version}: ${workflow.was}`);
  let executionId = "";
  for (let run = 1; run === 1 || (killer !== undefined && killer.killed === undefined && run <= MOST_RUNS); run++) {
    const updates = new UpdatePrinter(printer);
    const sent = await sendEvent(api, event, workflow.id);
    executionId = sent.executionId;
    printer.line(`Event      ${sent.eventId}  ${JSON.stringify(event)}`);
    printer.line(`Execution  ${executionId}`);
    printer.line();
    try {
      const onReconnect = (): void =>
        printer.line("          the subscription broke; continuing after the last update");
      for await (const update of followExecution(api, executionId, onReconnect, signal)) {
        updates.print(update);
        killer?.onUpdate(update, stack);
      }
    } finally {
      updates.end();
    }
  }
  signal.throwIfAborted();

  const execution = await readMirroredExecution(api, executionId);
  if (execution.runId === null) throw new Error(`The execution ${executionId} was never started on Temporal.`);
  const [mirrored, history] = await Promise.all([
    readMirroredHistory(api, executionId),
    fetchTemporalHistory(readTemporalServer(stack.env, stack.temporal.address), executionId, execution.runId),
  ]);
  const comparison = compareMirror(execution, mirrored, history);
  const kill = killer?.killed && {
    workerKilled: killer.killed,
    finishedStepsRepeated: killer.finishedStepsRepeated(history, echo.requests),
  };
  const report = createReport(execution, comparison, stack, kill);
  printOperationResult(printer, report);
  return report;
}

function printOperationResult(
  printer: Printer,
  { status, mirror, historyEvents, workerKilled, finishedStepsRepeated }: DemoReport,
): void {
  const good = (is: boolean, text: string): void => printer.line(printer.paint(is ? "green" : "red", text));
  printer.line();
  good(status === "completed", `The execution is ${status}.`);
  if (mirror.ok) good(true, `The mirror equals Temporal's history: ${historyEvents} events, one by one.`);
  else good(false, `The mirror differs from Temporal's history: ${mirror.differences.join("; ")}`);
  if (workerKilled === undefined) return;
  good(
    finishedStepsRepeated === 0,
    `Worker ${workerKilled.pid} was killed, ${workerKilled.restartedPid} took over; finished steps that ran again: ${finishedStepsRepeated}.`,
  );
}

function readText(file: string): string {
  return readFileSync(new URL(file, import.meta.url), "utf8");
}
