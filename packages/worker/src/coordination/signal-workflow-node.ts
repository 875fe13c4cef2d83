import { signalWorkflow, type CoordinationDeps } from "@tempograph/dispatch";
import type { Json } from "@tempograph/graph";
import { defineBuiltInNode, signalWorkflowSpec } from "@tempograph/nodes-sdk/built-in";
import { callerStep, asNodeErrors } from "./caller-step.ts";

export const signalWorkflowNode = (deps: CoordinationDeps) =>
  defineBuiltInNode({
    ...signalWorkflowSpec,
    execute: (ctx, input) =>
      asNodeErrors(signalWorkflow(deps, callerStep(ctx), { ...input, payload: (input.payload ?? null) as Json })),
  });
