import { type ConnectionTestContext, defineConnection, isNodeError, NodeError } from "@tempograph/nodes-sdk";
import { DatabaseError } from "pg";
import { hostAndPort } from "./host-fields.ts";
import { openPostgresClient, type PostgresFields, postgresFields } from "./postgres-client.ts";

export const postgres = defineConnection({
  type: "postgres",
  title: "Postgres database",
  description: "A Postgres database of your own, reached as one of its users.",
  fields: postgresFields,
  hosts: (server) => [hostAndPort(server.host, server.port)],
  test: logIn,
});

/** Logs in under the egress rules, asks for nothing, and ends the connection. Throws `NodeError`. */
async function logIn(
  { connect, signal }: Pick<ConnectionTestContext, "connect" | "signal">,
  server: PostgresFields,
): Promise<string> {
  try {
    const client = await openPostgresClient(connect, signal, server, { query_timeout: 10_000 });
    try {
      await client.query("select 1");
    } finally {
      await client.end().catch(() => undefined);
    }
    return "The database takes user and password.";
  } catch (error) {
    signal.throwIfAborted();
    throw isNodeError(error) ? error : postgresError(error);
  }
}

/** SQLSTATE classes that pass by themselves: connection, rollback (deadlock), resources, operator, system. */
const PASSING = new Set(["08", "40", "53", "57", "58"]);

/** The server's message is shown, its detail is not: it repeats values of rows. */
function postgresError(error: unknown): NodeError {
  if (!(error instanceof DatabaseError)) {
    const code = (error as { readonly code?: unknown }).code;
    return new NodeError({
      code: "POSTGRES_UNREACHABLE",
      message: `The database cannot be used: ${typeof code === "string" ? code : (error as Error).message}.`,
      retryable: true,
      hint: "Check host, port and the server's certificate.",
      cause: error,
    });
  }
  const { code = "", message } = error;
  return new NodeError({
    code: "POSTGRES_REFUSED",
    message: `The database refuses: ${message}.`,
    retryable: PASSING.has(code.slice(0, 2)),
    hint: code.startsWith("28")
      ? "Check the user and the password of the connection."
      : "Check the name of the database, and whether the user may connect to it.",
    details: { sqlState: code },
    cause: error,
  });
}
