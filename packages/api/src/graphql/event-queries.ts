import type { EventRecord } from "@tempograph/db";
import { builder } from "./builder.ts";
import { EventConnection } from "./connections.ts";
import { connectionOf } from "./connection.ts";
import { EventType } from "./node-refs.ts";

const EventFilter = builder.inputType("EventFilter", {
  description: "Which events; what is absent does not narrow.",
  fields: (t) => ({
    type: t.string({ required: false, description: "CloudEvents `type`, exactly." }),
    source: t.string({ required: false, description: "CloudEvents `source`, exactly." }),
    receivedAfter: t.field({ type: "DateTime", required: false, description: "Stored at this moment or later." }),
    receivedBefore: t.field({ type: "DateTime", required: false, description: "Stored before this moment." }),
  }),
});

builder.queryFields((t) => ({
  event: t.field({
    type: EventType,
    nullable: true,
    description: "The event with this id. Null where there is none.",
    args: { id: t.arg.id({ required: true, description: "`evt_…`" }) },
    resolve: async (_root, { id }, { app }) => (await app.loadEvents([id]))[0] ?? null,
  }),
  events: t.connection(
    {
      type: EventType,
      description: "Events, the newest first.",
      args: { filter: t.arg({ type: EventFilter, required: false, description: "Which ones." }) },
      resolve: (_root, args, { app }) =>
        connectionOf(
          args,
          "number",
          (e: EventRecord) => e.seq,
          (page) => app.listEvents(args.filter ?? {}, page),
        ),
    },
    EventConnection,
  ),
}));
