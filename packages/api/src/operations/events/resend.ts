import { findEvents, hasLostValues, type EventRecord, type ExecutionRecord } from "@tempograph/db";
import { z } from "zod";
import type { Principal } from "../../access/principal.ts";
import type { AppDeps } from "../../app/app-deps.ts";
import { invalidInput, ok, refuse, type Result } from "../../app/app-error.ts";
import { checkKey } from "../../app/check-text.ts";
import { storeEvents } from "../../app/send-events.ts";
import { startByHand } from "../../app/start-by-hand.ts";
import { unknownEvent } from "../../app/unknown-event.ts";
import { valuesRemoved } from "../../app/values-removed.ts";
import { flag, id, idempotencyKey, input, optional, whole } from "../fields.ts";
import { defineOperation } from "../operation.ts";

interface Resent {
  readonly eventId: string;
  /** Null: the event went to all workflows. */
  readonly execution: ExecutionRecord | null;
  readonly deduplicated: boolean;
}

const resentAnswer = z.object({
  id: z.string().describe("The id of the new event, `evt_…`."),
  executionId: z.string().nullable().describe("The execution of the one workflow. Null if the event went to all."),
  deduplicated: z.boolean().describe("Whether it was sent again before, under the same idempotency key."),
});

/** Sends an event again. The caller decides about executions, so it needs the permission to start them by hand. */
export const eventResend = defineOperation({
  name: "eventResend",
  kind: "mutation",
  permission: "start",
  summary: "Send an event again: to all, to one workflow, or to a draft",
  description:
    "Stores an event with the same content again, as an event of its own that names the first one. Without `workflowId` it goes to all workflows that are published now, and their triggers decide. " +
    "With `workflowId` it starts this workflow only, whatever its triggers say: its published version, another version, or its draft.",
  input: input("EventResendInput", "Which event, and to whom.", {
    id: id("The event's id, `evt_…`."),
    workflowId: optional(id("The only workflow that gets it. Default: all, by their triggers.")),
    version: optional(whole("With `workflowId`: a version of it. Default: the published version.")),
    draft: optional(flag("With `workflowId`: whether to run its draft as it is now.")),
    idempotencyKey,
  }),
  errors: ["validation", "notFound", "conflict", "unavailable"],
  audit: { made: ({ eventId }: Resent) => eventId },
  idempotency: "idempotencyKey",
  result: {
    payload: "EventResendPayload",
    description: "The new event.",
    fields: {
      event: { type: "Event", description: "The new event.", from: ({ eventId }: Resent) => eventId },
      execution: {
        type: "Execution?",
        description: "The execution of the one workflow. Null if the event went to all.",
        from: ({ execution }: Resent) => execution,
      },
      deduplicated: {
        type: "Boolean",
        description: "Whether it was sent again before, under the same idempotency key.",
        from: ({ deduplicated }: Resent) => deduplicated,
      },
    },
  },
  rest: {
    method: "POST",
    path: "/events/:id/resend",
    tag: "events",
    status: 202,
    answer: {
      schema: resentAnswer,
      from: ({ eventId, execution, deduplicated }: Resent) => ({
        ...{ id: eventId, executionId: execution?.id ?? null, deduplicated },
      }),
    },
    location: ({ eventId }) => `/events/${eventId}`,
    example: { workflowId: "wf_…", draft: true },
  },
  async run(
    { deps, caller },
    { id: eventId, workflowId, version, draft, idempotencyKey: key },
  ): Promise<Result<Resent>> {
    const error = checkKey(key);
    if (error) return refuse(error);
    const [event] = await findEvents(deps.db, [eventId]);
    if (event === undefined) return refuse(unknownEvent(eventId));
    if (await hasLostValues(deps.db, { eventId })) return refuse(valuesRemoved(`The event ${eventId}`, "/id"));
    if (workflowId == null) {
      if (version == null && draft !== true) return await toAll(deps, event, key ?? undefined);
      return refuse(
        invalidInput("/workflowId", "`version` and `draft` belong to one workflow.", "Name it in `workflowId`."),
      );
    }
    return await toOne(deps, caller, event, { workflowId, version, draft, idempotencyKey: key });
  },
});

async function toAll(deps: AppDeps, event: EventRecord, key: string | undefined): Promise<Result<Resent>> {
  const { type, source, subject, time, attributes, data } = event;
  const [stored] = await storeEvents(deps, [
    {
      ...{ type, source, time: time.toISOString(), data, resendOf: event.id },
      ...(subject !== null && { subject }),
      ...(attributes !== null && { attributes }),
      ...(key !== undefined && { idempotencyKey: `resend:${event.id}:${key}` }),
    },
  ]);
  if (!stored!.ok) return stored!;
  const { id, outcome } = stored!.value;
  return ok({ eventId: id, execution: null, deduplicated: outcome === "deduplicated" });
}

async function toOne(
  deps: AppDeps,
  caller: Principal,
  event: EventRecord,
  to: Omit<Parameters<typeof startByHand>[2], "data">,
): Promise<Result<Resent>> {
  const started = await startByHand(deps, caller, { ...to, data: event.data, resendOf: event.id });
  if (!started.ok) return started;
  const { execution, deduplicated } = started.value;
  return ok({ eventId: execution.eventId, execution, deduplicated });
}
