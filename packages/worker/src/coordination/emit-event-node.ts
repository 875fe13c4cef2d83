import { emitEvent, type CoordinationDeps } from "@tempograph/dispatch";
import type { Json } from "@tempograph/graph";
import { defineBuiltInNode, emitEventSpec } from "@tempograph/nodes-sdk/built-in";
import { callerStep, asNodeErrors } from "./caller-step.ts";

export const emitEventNode = (deps: CoordinationDeps) =>
  defineBuiltInNode({
    ...emitEventSpec,
    execute: (ctx, input) => asNodeErrors(emitEvent(deps, callerStep(ctx), { ...input, data: input.data as Json })),
  });
