import { failureAsData, type Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import type { ProgramNode } from "../state/program.ts";
import { closeScope } from "../scope/closing.ts";
import { openIncident } from "./incident.ts";
import { freeReads, NodeStatus, type ScopeInstance } from "../state/scope-instance.ts";
import { stepPath } from "../state/step-path.ts";
import { resolveOutgoing } from "./tokens.ts";
import { traceNode, type TraceFields } from "../effects/trace-node.ts";
import { registerCompensation } from "../scope/compensate.ts";
import { leave, type Run } from "../state/run.ts";

export interface EndFields {
  readonly input?: Json | undefined;
  /** A second port whose edges are taken, too: `finally`. */
  readonly also?: string | undefined;
  readonly seeded?: true;
  readonly by?: string;
  /** True if a person skipped the step: nothing has happened that could be compensated. */
  readonly isSkipped?: boolean;
}

export interface FailFields extends EndFields {
  /** True if a person decided that the step fails: no further incident is opened. */
  readonly isFinal?: boolean;
  /** The input that the step had. A retry at the incident uses it again. */
  readonly incidentInput?: Json;
  readonly revision?: number;
  /** See `Incident`. */
  readonly isAnswered?: true;
}

/** Ends a node on a port with its output (rule 3). If the node had an entry in `open`, the caller has closed it. */
export function endNode(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  port: string,
  output: Json,
  fields: EndFields = {},
): void {
  const { input, also, seeded, by } = fields;
  markEnded(run, scope, node);
  const ended: TraceFields = input === undefined ? { port, output } : { port, input, output };
  const hasMore = seeded !== undefined || by !== undefined;
  traceNode(
    run,
    scope,
    node,
    "completed",
    hasMore ? { ...ended, ...(seeded && { seeded }), ...(by !== undefined && { by }) } : ended,
  );
  if (node.compensatedBy !== null && seeded === undefined && fields.isSkipped !== true)
    registerCompensation(run, scope, node, output);
  continueAt(run, scope, node, port, output, also);
}

/**
 * Handles the failure of a node (rule 3): it takes the `error` edge if there is one; otherwise `onError` decides whether the
 * execution continues, an incident is opened, or the scope fails.
 */
export function failNode(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  failure: Failure,
  fields: FailFields = {},
): void {
  const { onError } = node.definition;
  const { input, also, by, isFinal } = fields;
  const at = { ...failure, path: failure.path ?? stepPath(scope.path, node.segment) };
  if (onError === "pause" && !node.hasErrorEdge && isFinal !== true && scope.closing === null) {
    openIncident(run, scope, node, {
      failure: at,
      input: fields.incidentInput ?? input ?? null,
      revision: fields.revision ?? 0,
      ...(fields.isAnswered === true && { isAnswered: true }),
    });
    return;
  }
  const port = node.hasErrorEdge ? "error" : onError === "continue" ? "out" : undefined;
  markEnded(run, scope, node);
  traceNode(run, scope, node, "failed", {
    ...(port && { port }),
    ...(input !== undefined && { input }),
    failure: at,
    ...(by !== undefined && { by }),
  });
  if (port !== undefined) {
    if (port === "out") run.hadErrors = true;
    continueAt(run, scope, node, port, failureAsOutput(run, at), also);
  } else if (also !== undefined && node.outgoing.some((edge) => edge.port === also)) {
    // The scope fails only after the nodes behind `finally` have ended.
    scope.deferred ??= at;
    continueAt(run, scope, node, also, failureAsOutput(run, at));
  } else {
    freeReads(scope, node);
    closeScope(run, scope, { kind: "failed", failure: at });
  }
}

/** The output that nodes behind an `error` or `catch` edge read: the failure as data. */
export function failureAsOutput(run: Run, failure: Failure): Json {
  return { error: failureAsData(failure, run.program.definition.interpreterVersion) };
}

function markEnded(run: Run, scope: ScopeInstance, node: ProgramNode): void {
  scope.status[node.index] = NodeStatus.ended;
  leave(run, scope);
}

function continueAt(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  port: string,
  output: Json,
  also?: string,
): void {
  scope.outputs[node.index] = scope.readers[node.index]! > 0 ? output : undefined;
  freeReads(scope, node);
  if (!node.outgoing.some((edge) => edge.port === port)) scope.lasts[node.id] = output;
  resolveOutgoing(run, scope, node, port, also);
}
