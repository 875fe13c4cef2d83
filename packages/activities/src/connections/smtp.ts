import { defineConnection, type NodeConnect } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { type MailServer, withMailServer } from "../nodes/mail/deliver-mail.ts";
import { ca, host, hostAndPort, password, port } from "./host-fields.ts";

const fields = z.object({
  host: host.describe("The mail server."),
  port: port.default(587).describe("587 for STARTTLS, 465 for TLS from the start."),
  security: z
    .enum(["starttls", "tls", "none"])
    .default("starttls")
    .describe("`starttls` and `tls` refuse a server without a valid certificate. `none` sends everything readable."),
  ca,
  user: z.string().min(1).max(1_000).optional().describe("Leave it out for a server that asks for none."),
  password: password.optional().describe("The password that belongs to the user."),
  from: z.string().min(3).max(500).describe("The sender of mails, such as `Billing <billing@example.com>`."),
});

export type SmtpFields = z.output<typeof fields>;

export const smtp = defineConnection({
  type: "smtp",
  title: "Mail server (SMTP)",
  description: "A mail server that takes mails from Tempograph.",
  fields,
  hosts: (server) => [hostAndPort(server.host, server.port)],
  async test({ connect, signal }, server) {
    await withMailServer(await openMailServer(connect, server), signal, (transport) => transport.verify());
    return server.user === undefined ? "The mail server answers." : "The mail server takes user and password.";
  },
});

/** The options for a mail server, with a connection that the egress rules allow. */
export async function openMailServer(
  connect: NodeConnect,
  { host: name, port: number, security, ca: authority, user, password: pass }: SmtpFields,
): Promise<MailServer> {
  return {
    connection: await connect({ host: name, port: number }),
    host: name,
    port: number,
    secure: security === "tls",
    ...(security === "starttls" && { requireTLS: true }),
    ...(security === "none" && { ignoreTLS: true }),
    ...(authority !== undefined && { tls: { ca: authority } }),
    ...(user !== undefined && { auth: { user, pass: pass ?? "" } }),
  };
}
