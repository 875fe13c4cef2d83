import { type ConnectionTestContext, defineConnection, NodeError } from "@tempograph/nodes-sdk";
import { Client, DatabaseError } from "pg";
import { z } from "zod";
import { ca, host, hostAndPort, password, port } from "./host-fields.ts";

const fields = z.object({
  host: host.describe("The database server."),
  port: port.default(5_432),
  database: z.string().min(1).max(63).describe("The name of the database."),
  user: z.string().min(1).max(63).describe("Give it only the rights that workflows need."),
  password,
  security: z
    .enum(["tls", "none"])
    .default("tls")
    .describe("`tls` refuses a server without a valid certificate. `none` sends everything readable."),
  ca,
});

export type PostgresFields = z.output<typeof fields>;

export const postgres = defineConnection({
  type: "postgres",
  title: "Postgres database",
  description: "A Postgres database of your own, reached as one of its users.",
  fields,
  hosts: (server) => [hostAndPort(server.host, server.port)],
  test: logIn,
});

/** Logs in under the egress rules, asks for nothing, and ends the connection. Throws `NodeError`. */
async function logIn(
  { connect, signal }: Pick<ConnectionTestContext, "connect" | "signal">,
  { host: name, port: number, database, user, password: secret, security, ca: authority }: PostgresFields,
): Promise<string> {
  const socket = await connect({ host: name, port: number });
  // The driver wants to connect by itself; the socket has been connected to an address that was checked.
  const opened = Object.assign(socket, { connect: () => void setImmediate(() => socket.emit("connect")) });
  const client = new Client({
    stream: () => opened,
    host: name,
    port: number,
    database,
    user,
    password: secret,
    ssl: security === "tls" && { rejectUnauthorized: true, ...(authority !== undefined && { ca: authority }) },
    application_name: "tempograph",
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
  });
  const stop = () => socket.destroy();
  signal.addEventListener("abort", stop, { once: true });
  // A connection that breaks makes the statement fail.
  client.on("error", () => undefined);
  try {
    signal.throwIfAborted();
    await client.connect();
    await client.query("select 1");
    return "The database takes user and password.";
  } catch (error) {
    signal.throwIfAborted();
    throw postgresError(error);
  } finally {
    signal.removeEventListener("abort", stop);
    await client.end().catch(() => undefined);
    socket.destroy();
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
