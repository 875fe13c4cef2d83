import {
  checkStateKey,
  checkStateValue,
  itemMembers,
  StateError,
  stateKeep,
  stateMember,
  stateTtl,
  type Json,
  type StateAnswers,
  type StateOperation,
  type StateRequest,
} from "@tempograph/graph";
import type { z } from "zod";
import type { NodeContext } from "../context/node-context.ts";
import type { NodeType } from "../define/node-type.ts";
import { permanent } from "../error/node-error.ts";
import { defineBuiltInNode } from "./define-built-in-node.ts";
import { onlyNewSpec, stateAddToSetSpec, stateGetSpec, stateIncrementSpec, stateSetSpec } from "./state-specs.ts";

/** Carries out the request of a step: in Postgres for the worker, in memory for local runs. */
export type ApplyState = <Op extends StateOperation>(
  ctx: NodeContext,
  request: StateRequest<Op>,
) => Promise<StateAnswers[Op]> | StateAnswers[Op];

/** The node types with memory between executions. */
export function stateNodes(apply: ApplyState): readonly NodeType[] {
  return [
    defineBuiltInNode({
      ...stateGetSpec,
      execute: (ctx, { scope, key, default: otherwise = null }) =>
        asNodeErrors(key, async () => {
          const { found, value } = await apply(ctx, { op: "get", scope, key });
          return { found, value: found ? mutable(value) : otherwise };
        }),
    }),
    defineBuiltInNode({
      ...stateSetSpec,
      execute: (ctx, { scope, key, value, ttl }) =>
        asNodeErrors(key, async () => {
          checkStateValue(value as Json);
          const answer = await apply(ctx, { op: "set", scope, key, value: value as Json, ttlMs: stateTtl(ttl) });
          return { ...answer, previous: mutable(answer.previous) };
        }),
    }),
    defineBuiltInNode({
      ...stateIncrementSpec,
      execute: (ctx, { scope, key, by, ttl }) =>
        asNodeErrors(key, () => {
          return apply(ctx, { op: "increment", scope, key, by, ttlMs: stateTtl(ttl) });
        }),
    }),
    defineBuiltInNode({
      ...stateAddToSetSpec,
      execute: (ctx, { scope, key, value, ttl }) =>
        asNodeErrors(key, () => {
          return apply(ctx, { op: "addToSet", scope, key, member: stateMember(value as Json), ttlMs: stateTtl(ttl) });
        }),
    }),
    defineBuiltInNode({
      ...onlyNewSpec,
      execute: (ctx, { scope, key, items, by, firstRun, keep, ttl }) =>
        asNodeErrors(key, async () => {
          const members = itemMembers(items as readonly Json[], by);
          const limits = { ttlMs: stateTtl(ttl), keep: stateKeep(keep), skipFirst: firstRun === "none" };
          const { fresh } = await apply(ctx, { op: "onlyNew", scope, key, members, ...limits });
          return { items: fresh.map((index) => mutable(items[index] as Json)), count: fresh.length };
        }),
    }),
  ] as readonly unknown[] as readonly NodeType[];
}

/** Zod's type of JSON is mutable, and ours is not. */
const mutable = (value: Json) => value as z.output<ReturnType<typeof z.json>>;

/** Turns a refused request into the error of the node. Another attempt would be refused as well. */
async function asNodeErrors<T>(key: string, work: () => Promise<T> | T): Promise<T> {
  try {
    checkStateKey(key);
    return await work();
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const { code, message, hint, details } = error;
    throw permanent(code, message, { hint, cause: error, ...(details !== undefined && { details }) });
  }
}
