import { graph } from "../../conformance/build.ts";
import { scenarioEvent, scenarioProgram } from "../../conformance/run-scenario.ts";
import type { Seed } from "../../definition/seed.ts";
import type { GraphEdge, GraphNode } from "../../definition/graph.ts";
import type { Json } from "../../definition/json.ts";
import { Machine, type Applied } from "../machine.ts";
import type { MachineEvent } from "../machine-event.ts";
import type { Operation } from "../operation.ts";

/** A machine that has taken its start, and the commands and trace of the start. */
export function begun(
  nodes: readonly (GraphNode | readonly GraphNode[])[],
  list: readonly GraphEdge[],
  { payload = {}, seed }: { readonly payload?: Json; readonly seed?: Seed } = {},
) {
  const machine = new Machine(scenarioProgram("w", graph(nodes, list)));
  const first = machine.apply(
    [{ kind: "started", event: scenarioEvent(payload), executionId: "e", ...(seed && { seed }) }],
    1_000,
  );
  return { machine, first };
}

/** One line for each command and each trace entry, without fields that come from the settings of a step. */
export function linesOf({ commands, trace }: Applied): readonly string[] {
  const line = (mark: string, what: object): string =>
    mark +
    JSON.stringify(what, (key, value: unknown) =>
      ["idempotencyKey", "retry", "timeout", "nodeId", "type", "hint", "cure", "message", "lane"].includes(key)
        ? undefined
        : value,
    );
  return [...commands.map((command) => line("> ", command)), ...trace.map((entry) => line("", entry))];
}

export const operation = (what: Operation): MachineEvent => ({
  kind: "operation",
  id: "1",
  by: { name: "kim", roles: ["admin"] },
  time: 1,
  operation: what,
});
export const done = (path: string, output: Json = 1): MachineEvent => ({ kind: "stepSucceeded", path, output });
export const broke = (path: string): MachineEvent => ({
  kind: "stepFailed",
  path,
  failure: { code: "NO", message: "no" },
});
