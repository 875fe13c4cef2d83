import { emitEvent, type CoordinationDeps } from "@tempograph/dispatch";
import type { Json } from "@tempograph/graph";
import { defineBuiltInNode, emitEventSpec } from "@tempograph/nodes-sdk/built-in";
import { askingStep, asNodeErrors } from "./asking-step.ts";

export const emitEventNode = (deps: CoordinationDeps) =>
  defineBuiltInNode({
    ...emitEventSpec,
    execute: (ctx, input) => asNodeErrors(emitEvent(deps, askingStep(ctx), { ...input, data: input.data as Json })),
  });
