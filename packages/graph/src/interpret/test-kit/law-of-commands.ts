import type { MachineEvent } from "../machine-event.ts";
import type { Command } from "../command.ts";
import type { Played } from "./play-nested.ts";

/**
 * Keeps account of the commands as a driver does. Each step may be commanded once, and again only when a person retries it.
 * Every step and timer that was begun must end or be cancelled.
 */
export function brokenCommands({ batches, program }: Played): readonly string[] {
  const broken: string[] = [];
  const steps = new Set<string>();
  const timers = new Set<string>();
  const commanded = new Map<string, { times: number; readonly keys: Set<string> }>();
  const retries = new Map<string, number>();
  const newKeys = new Map<string, number>();
  /** The paths of the events in this batch: the machine may cancel a step before it takes the step's answer in the same batch. */
  let heard = new Set<string>();
  const hear = (event: MachineEvent, isAccepted: (id: string) => boolean): void => {
    if (event.kind === "timerFired") timers.delete(event.path);
    else if (event.kind === "stepSucceeded" || event.kind === "stepFailed" || event.kind === "stepCancelled") {
      steps.delete(event.path);
    } else if (event.kind === "operation" && event.operation.name === "retry" && isAccepted(event.id)) {
      raise(retries, event.operation.path);
      if (event.operation.input !== undefined) raise(newKeys, event.operation.path);
    }
  };
  const carryOut = (command: Command): void => {
    switch (command.kind) {
      case "runStep": {
        const { path, idempotencyKey } = command;
        if (steps.has(path)) broken.push(`${path} is commanded while it runs`);
        steps.add(path);
        const known = commanded.get(path) ?? { times: 0, keys: new Set<string>() };
        known.times += 1;
        commanded.set(path, { ...known, keys: known.keys.add(idempotencyKey) });
        return;
      }
      case "startTimer":
        if (timers.has(command.path)) broken.push(`timer ${command.path} is started twice`);
        timers.add(command.path);
        return;
      case "cancel":
        if (!timers.delete(command.path) && !steps.has(command.path) && !heard.has(command.path)) {
          broken.push(`nothing to cancel at ${command.path}`);
        }
        return;
      case "continueAsNew":
        for (const path of steps) if (!isForgotten(path)) broken.push(`continued as new while ${path} ran`);
        timers.clear();
        return;
      case "yield":
      case "complete":
      case "fail":
      case "cancelled":
    }
  };
  /** Whether the machine has reported that it no longer waits for the step, so that its answer will be ignored. */
  const isForgotten = (path: string): boolean =>
    batches.some(({ trace }) =>
      trace.some(
        (one) => one.path === path && (one.failure?.code === "CANCEL_OUTCOME_UNKNOWN" || one.port === "timeout"),
      ),
    ) ||
    program.nodes.some(
      ({ definition, segment }) => definition.type === "call_workflow" && path.endsWith(`${segment}!cancel`),
    );
  for (const { events, operationResults, commands } of batches) {
    const accepted = new Set(operationResults.filter(({ ok }) => ok).map(({ id }) => id));
    heard = new Set(events.flatMap((event) => ("path" in event ? [event.path] : [])));
    for (const event of events) hear(event, (id) => accepted.has(id));
    for (const command of commands) carryOut(command);
  }
  for (const path of steps) if (!isForgotten(path)) broken.push(`${path} was not waited for`);
  for (const path of timers) if (!isOfTheWhole(path)) broken.push(`timer ${path} was never stopped`);
  for (const [path, { times, keys }] of commanded) {
    const retried = retries.get(path.split("!")[0]!) ?? 0;
    if (times > 1 + retried) broken.push(`${path} was commanded ${times} times`);
    // A retried caller step may have a new key each time. An activity has a new key only with another input (I5).
    const isCallerStep = program.nodes.some(
      ({ segment, definition }) => definition.runs === "machine" && path.endsWith(segment),
    );
    const renewed = isCallerStep ? retried : (newKeys.get(path) ?? 0);
    if (keys.size > 1 + renewed) broken.push(`${path} had ${keys.size} idempotency keys`);
  }
  return broken;
}

function raise(counts: Map<string, number>, path: string): void {
  counts.set(path, (counts.get(path) ?? 0) + 1);
}

/** Whether a timer belongs to the execution as a whole. Such a timer need not be stopped, because it ends with the execution. */
export function isOfTheWhole(path: string): boolean {
  return path === "!cancel" || path === "!drain" || path === "!settle";
}
