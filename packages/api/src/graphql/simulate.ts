import type { Awaited, SimulatedStep, Simulation, SimulationWarning, TakenEdge } from "../app/simulate/simulation.ts";
import { builder } from "./builder.ts";
import { FailureType } from "./failure.ts";
import { ProblemType } from "./problem.ts";

const SimulationStatus = builder.enumType("SimulationStatus", {
  description: "How a simulation ended.",
  values: {
    COMPLETED: { value: "completed", description: "Every taken step completed." },
    COMPLETED_WITH_ERRORS: { value: "completedWithErrors", description: "It went on past failures." },
    FAILED: { value: "failed", description: "See `error`." },
    CANCELLED: { value: "cancelled", description: "As asked." },
    WAITING: { value: "waiting", description: "It waits for what nobody gives: see `waitingFor`." },
    STOPPED: { value: "stopped", description: "It went over a bound: see `error`." },
  } as const,
});

const SimulatedStepStatus = builder.enumType("SimulatedStepStatus", {
  description: "What became of a step.",
  values: {
    RUNNING: { value: "running", description: "Its side effect has begun." },
    WAITING: { value: "waiting", description: "It waits." },
    INCIDENT: { value: "incident", description: "It failed and waits for a person." },
    COMPLETED: { value: "completed", description: "It ended on a port." },
    COMPLETED_LATE: { value: "completedLate", description: "It succeeded after it was asked to stop." },
    FAILED: { value: "failed", description: "It failed." },
    SKIPPED: { value: "skipped", description: "No path led to it." },
    CANCELLED: { value: "cancelled", description: "It was stopped." },
    NOT_REACHED: { value: "notReached", description: "Its scope ended before." },
  } as const,
});

const SimulatedStepType = builder.objectRef<SimulatedStep>("SimulatedStep").implement({
  description: "One visit of one node.",
  fields: (t) => ({
    path: t.exposeString("path", { description: "`notify`, in a loop `each[3]/notify`." }),
    nodeId: t.exposeString("nodeId", { description: "Its node." }),
    type: t.exposeString("type", { description: "Its node type." }),
    status: t.field({ type: SimulatedStepStatus, description: "What became of it.", resolve: (s) => s.status }),
    port: t.exposeString("port", { nullable: true, description: "The port it ended on." }),
    input: t.field({ type: "JSON", nullable: true, description: "Its data, rendered.", resolve: (s) => s.input }),
    output: t.field({ type: "JSON", nullable: true, description: "What it gave.", resolve: (s) => s.output }),
    failure: t.field({ type: FailureType, nullable: true, description: "Why it failed.", resolve: (s) => s.failure }),
    startedAtMs: t.exposeFloat("startedAtMs", {
      nullable: true,
      description: "Virtual ms after the start; null where it never began.",
    }),
    endedAtMs: t.exposeFloat("endedAtMs", {
      nullable: true,
      description: "Virtual ms after the start; null while it is open.",
    }),
    attempts: t.exposeInt("attempts", { description: "Of its side effect; 0 where it has none." }),
    generated: t.exposeBoolean("generated", { description: "Its output was made up: nobody gave an outcome." }),
  }),
});

const TakenEdgeType = builder.objectRef<TakenEdge>("TakenEdge").implement({
  description: "An edge that was taken.",
  fields: (t) => ({
    edge: t.exposeString("edge", { description: "Its id; of a case's `next` one that was made for it." }),
    source: t.exposeString("source", { description: "The node it leaves." }),
    target: t.exposeString("target", { description: "The node it leads to." }),
    port: t.exposeString("port", { description: "The port it leaves by." }),
    path: t.exposeString("path", { description: "Path of the step that it leaves." }),
    atMs: t.exposeFloat("atMs", { description: "Virtual ms after the start." }),
  }),
});

const AwaitedType = builder.objectRef<Awaited>("Awaited").implement({
  description: "What an open step waits for.",
  fields: (t) => ({
    path: t.exposeString("path", { description: "Path of the step; `!gate` for the paused execution." }),
    nodeId: t.exposeString("nodeId", { description: "Its node." }),
    kind: t.exposeString("kind", {
      description: "signal, event, approval, workflow, lock, person, timer, step or resume.",
    }),
    name: t.exposeString("name", {
      nullable: true,
      description: "The signal's name, the event type, the approval's title, the workflow, the lock's key.",
    }),
    untilMs: t.exposeFloat("untilMs", {
      nullable: true,
      description: "Virtual ms after the start, where a time-out ends it.",
    }),
  }),
});

const SimulationWarningType = builder.objectRef<SimulationWarning>("SimulationWarning").implement({
  description: "What makes the simulation less true than it could be.",
  fields: (t) => ({
    code: t.exposeString("code", {
      description: "OUTCOME_MISSING, OUTCOME_UNUSED or OPERATION_REFUSED.",
    }),
    path: t.exposeString("path", { nullable: true, description: "The step or the outcome it is about." }),
    message: t.exposeString("message", { description: "For people." }),
  }),
});

const SimulatedTriggerType = builder.objectRef<NonNullable<Simulation["trigger"]>>("SimulatedTrigger").implement({
  description: "What the triggers say of the event.",
  fields: (t) => ({
    matched: t.exposeBoolean("matched", { description: "One of them takes it." }),
    id: t.exposeString("id", { nullable: true, description: "Which one." }),
    problem: t.field({
      type: ProblemType,
      nullable: true,
      description: "What went wrong in a condition.",
      resolve: (m) => m.problem,
    }),
  }),
});

builder.objectRef<Simulation>("Simulation").implement({
  description: "What an execution would do.",
  fields: (t) => ({
    status: t.field({ type: SimulationStatus, description: "How it ended.", resolve: (s) => s.status }),
    output: t.field({ type: "JSON", nullable: true, description: "Its output.", resolve: (s) => s.output }),
    error: t.field({
      type: FailureType,
      nullable: true,
      description: "Why it failed or was stopped.",
      resolve: (s) => s.error,
    }),
    event: t.field({ type: "JSON", description: "The event as its expressions saw it.", resolve: (s) => s.event }),
    trigger: t.field({
      type: SimulatedTriggerType,
      nullable: true,
      description: "Whether the event would start it; null where there are no triggers. It is simulated all the same.",
      resolve: (s) => s.trigger,
    }),
    steps: t.field({
      type: [SimulatedStepType],
      description: "Every step, in the order in which they began.",
      resolve: (s) => [...s.steps],
    }),
    taken: t.field({
      type: [TakenEdgeType],
      description: "The path: every edge that was taken, in order.",
      resolve: (s) => [...s.taken],
    }),
    waitingFor: t.field({
      type: [AwaitedType],
      description: "What its open steps wait for.",
      resolve: (s) => [...s.waitingFor],
    }),
    warnings: t.field({
      type: [SimulationWarningType],
      description: "Outcomes that were missing or not needed, operations that were refused.",
      resolve: (s) => [...s.warnings],
    }),
    problems: t.field({
      type: [ProblemType],
      description: "What publishing would warn of. Errors refuse the simulation.",
      resolve: (s) => [...s.problems],
    }),
    tookMs: t.exposeFloat("tookMs", { description: "Virtual ms from start to end." }),
  }),
});
