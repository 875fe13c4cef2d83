import type { NodeConnect } from "@tempograph/nodes-sdk";
import { Client, type ClientConfig } from "pg";
import { z } from "zod";
import { ca, host, password, port } from "./host-fields.ts";

export const postgresFields = z.object({
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

export type PostgresFields = z.output<typeof postgresFields>;

export type PostgresClient = Client;

/**
 * Logs in at a user's database, under the egress rules of `connect`. The client belongs to the caller; its connection breaks when the
 * signal aborts. Throws `NodeError` if the host may not or cannot be reached, and else the error of the driver.
 */
export async function openPostgresClient(
  connect: NodeConnect,
  signal: AbortSignal,
  { host, port, database, user, password, security, ca }: PostgresFields,
  more: Pick<ClientConfig, "query_timeout" | "keepAlive"> & { readonly replication?: "database" } = {},
): Promise<Client> {
  const socket = await connect({ host, port });
  // The driver wants to connect by itself; the socket has been connected to an address that was checked.
  const opened = Object.assign(socket, { connect: () => void setImmediate(() => socket.emit("connect")) });
  const config: ClientConfig = {
    stream: () => opened,
    ...{ host, port, database, user, password },
    ssl: security === "tls" && { rejectUnauthorized: true, ...(ca !== undefined && { ca }) },
    application_name: "tempograph",
    connectionTimeoutMillis: 10_000,
    ...more,
  };
  const client = new Client(config);
  const stop = () => socket.destroy();
  signal.addEventListener("abort", stop, { once: true });
  socket.once("close", () => signal.removeEventListener("abort", stop));
  // A connection that breaks makes the statement fail.
  client.on("error", () => undefined);
  try {
    signal.throwIfAborted();
    await client.connect();
    return client;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
