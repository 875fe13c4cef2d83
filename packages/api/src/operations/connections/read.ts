import {
  connectionUsages as usagesOf,
  findConnections,
  listConnections,
  listConnectionTypes,
  type ConnectionRecord,
  type Database,
} from "@tempograph/db";
import { z } from "zod";
import { ok, refuse } from "../../app/app-error.ts";
import { knownNodeTypes } from "../../app/known-node-types.ts";
import { connectionAnswer, connectionTypeAnswer, connectionUsageAnswer } from "../answers/connection.ts";
import { input, noInput } from "../fields.ts";
import { defineList, defineOperation, type Context } from "../operation.ts";
import { connectionId, connectionRest, unknownConnection } from "./connection-input.ts";

export const connectionTypes = defineOperation({
  name: "connectionTypes",
  kind: "query",
  permission: "read",
  summary: "List the types of connections",
  description: "The types of connections that the workers' node packs bring, with the schemas of their fields.",
  input: noInput,
  errors: [],
  result: { type: "[ConnectionType]" },
  rest: {
    method: "GET",
    path: "/connection-types",
    tag: "system",
    answer: { schema: z.array(connectionTypeAnswer), from: (types) => types },
  },
  run: async ({ deps: { db } }) => ok(await listConnectionTypes(db)),
});

export const connections = defineList({
  name: "connections",
  permission: "connections",
  summary: "List connections, the newest first",
  description: "The connections of the caller's project, the newest first, without their secrets.",
  input: noInput,
  of: "Connection",
  newestFirst: true,
  cursor: "id",
  keyOf: (connection: ConnectionRecord) => connection.id,
  large: ["fields"],
  rows: ({ deps: { db }, caller }, _input, page) => listConnections(db, caller.project, page),
  rest: { path: "/connections", tag: "system", item: connectionAnswer, items: (rows) => rows },
});

export const connection = defineOperation({
  name: "connection",
  kind: "query",
  permission: "connections",
  summary: "Get a connection, without its secrets",
  description: "The connection with this id, without its secrets. Null if there is none.",
  input: input("ConnectionQuery", "Which connection.", { id: connectionId }),
  errors: ["notFound"],
  result: { type: "Connection?" },
  nullWhenMissing: true,
  rest: { method: "GET", path: "/connections/:id", tag: "system", answer: connectionRest },
  async run(context, { id }) {
    const found = await findConnection(context, id);
    return found === undefined ? refuse(unknownConnection(id)) : ok(found);
  },
});

const MOST_USAGES = 1_000;

export const connectionUsages = defineOperation({
  name: "connectionUsages",
  kind: "query",
  permission: "connections",
  summary: "List what uses a connection",
  description: `The nodes of published versions and of drafts that name the connection: published ones first, ${MOST_USAGES.toLocaleString("en")} at most.`,
  input: input("ConnectionUsagesQuery", "Of which connection.", { id: connectionId }),
  errors: ["notFound"],
  errorsAsData: false,
  result: { type: "[ConnectionUsage]" },
  rest: {
    method: "GET",
    path: "/connections/:id/usages",
    tag: "system",
    answer: { schema: z.array(connectionUsageAnswer), from: (usages) => usages },
  },
  async run(context, { id }) {
    const found = await findConnection(context, id);
    return found === undefined ? refuse(unknownConnection(id)) : ok(await findUsages(context.deps.db, found));
  },
});

export async function findConnection({ deps: { db }, caller }: Context, id: string) {
  return (await findConnections(db, caller.project, "id", [id]))[0];
}

/** The nodes that name a connection: published ones first. */
export async function findUsages(db: Database, { project, name }: ConnectionRecord, most = MOST_USAGES) {
  const takers = [...(await knownNodeTypes(db)).values()].filter((type) => type.connections !== undefined);
  return await usagesOf(db, { project, name, most, types: takers.map(({ type }) => type) });
}
