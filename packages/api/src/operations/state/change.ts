import { findStateEntry, type StateEntryRecord } from "@tempograph/db";
import { changeEntry, inTransaction } from "@tempograph/dispatch";
import { checkStateValue, StateError, stateTtl, type Json } from "@tempograph/graph";
import { z } from "zod";
import { invalidInput, ok, refuse } from "../../app/app-error.ts";
import { stateEntryAnswer, stateEntryJson } from "../answers/state.ts";
import { input, json, optional, text } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { findPlace, refusedState, stateEntryKey, stateProblem } from "./state-input.ts";

export const stateSet = defineOperation({
  name: "stateSet",
  kind: "mutation",
  permission: "state",
  summary: "Set what executions remember under a key",
  description:
    "Sets a state entry to a value, as the node `state_set` does: later executions read it. It replaces an entry of any kind, a set included.",
  input: input("StateSetInput", "What is to be remembered.", {
    ...stateEntryKey,
    value: json("Any JSON of up to 32 KiB, but not null: `stateDelete` removes an entry."),
    ttl: optional(text("The time to live, such as `24h`, counted from now. Left out: it stays.")),
  }),
  errors: ["validation", "notFound", "conflict"],
  audit: true,
  result: {
    payload: "StateSetPayload",
    description: "What is remembered now.",
    fields: { entry: { type: "StateEntry", description: "The entry.", from: (entry: StateEntryRecord) => entry } },
  },
  rest: {
    method: "PUT",
    path: "/state",
    tag: "workflows",
    answer: { schema: stateEntryAnswer, from: stateEntryJson },
    example: { key: "cursor", value: { page: 2 }, ttl: "30d" },
  },
  async run(context, { value, ttl, ...named }) {
    const { deps, caller } = context;
    if (value === null || value === undefined)
      return refuse(
        invalidInput("/value", "The value is missing.", "Send a value, or remove the entry with `stateDelete`."),
      );
    const problem = stateProblem(() => {
      checkStateValue(value as Json);
      stateTtl(ttl);
    });
    if (problem !== undefined) return refuse(problem);
    const found = await findPlace(context, named);
    if (!found.ok) return found;
    const place = found.value;
    const request = {
      op: "set",
      scope: "project",
      key: place.key,
      value: value as Json,
      ttlMs: stateTtl(ttl),
    } as const;
    try {
      return await inTransaction(deps.db, async (trx) => {
        await changeEntry(trx, place, request, caller.name);
        return ok((await findStateEntry(trx, place))!);
      });
    } catch (error) {
      if (error instanceof StateError) return refuse(refusedState(error));
      throw error;
    }
  },
});

export const stateDelete = defineOperation({
  name: "stateDelete",
  kind: "mutation",
  permission: "state",
  summary: "Forget what executions remember under a key",
  description: "Removes a state entry with all members of a set. Removing what does not exist changes nothing.",
  input: input("StateDeleteInput", "What is to be forgotten.", stateEntryKey),
  errors: ["validation", "notFound"],
  audit: true,
  idempotency: "key",
  result: {
    payload: "StateDeletePayload",
    description: "What came of it.",
    fields: {
      deleted: { type: "Boolean", description: "Whether there was an entry.", from: (deleted: boolean) => deleted },
    },
  },
  rest: {
    method: "POST",
    path: "/state/delete",
    tag: "workflows",
    answer: {
      schema: z.object({ deleted: z.boolean().describe("Whether there was an entry.") }),
      from: (deleted: boolean) => ({ deleted }),
    },
    example: { key: "cursor" },
  },
  async run(context, named) {
    const place = await findPlace(context, named);
    if (!place.ok) return place;
    const request = { op: "set", scope: "project", key: place.value.key, value: null, ttlMs: null } as const;
    return ok(
      await inTransaction(context.deps.db, async (trx) => {
        const before = await findStateEntry(trx, place.value);
        await changeEntry(trx, place.value, request, context.caller.name);
        return before !== undefined;
      }),
    );
  },
});
