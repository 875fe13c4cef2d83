import { respond, type CoordinationDeps } from "@tempograph/dispatch";
import type { Json } from "@tempograph/graph";
import { defineBuiltInNode, respondSpec } from "@tempograph/nodes-sdk/built-in";
import { asNodeErrors, callerStep } from "./caller-step.ts";

export const respondNode = (deps: CoordinationDeps) =>
  defineBuiltInNode({
    ...respondSpec,
    execute: (ctx, input) => asNodeErrors(respond(deps, callerStep(ctx), { ...input, body: input.body as Json })),
  });
