import type { Socket } from "node:net";
import { type NodeContext, NodeError } from "@tempograph/nodes-sdk";
import { createTransport, type SendMailOptions, type SMTPTransportOptions } from "nodemailer";

export type MailServer = Pick<
  SMTPTransportOptions,
  "auth" | "host" | "ignoreTLS" | "port" | "requireTLS" | "secure" | "tls"
> & {
  /** Made by `ctx.connect`, so that the egress rules hold (I11). */
  readonly connection: Socket;
};

export type Mail = Pick<SendMailOptions, "bcc" | "cc" | "html" | "replyTo" | "subject" | "text" | "to"> & {
  readonly from: string;
};

export interface DeliveredMail {
  readonly messageId: string;
  /** The addresses that the server took; at least one. */
  readonly accepted: readonly string[];
  readonly rejected: readonly string[];
}

/** Sends one mail; its Message-ID is made of the step's idempotency key, so mail servers can see a repetition (I5). */
export async function deliverMail(
  ctx: Pick<NodeContext, "signal" | "idempotencyKey">,
  server: MailServer,
  mail: Mail,
): Promise<DeliveredMail> {
  const domain =
    mail.from
      .split("@")
      .at(-1)
      ?.replaceAll(/[^\w.-]/g, "") || "tempograph.invalid";
  const messageId = `<${ctx.idempotencyKey}@${domain}>`;
  const sent = await withMailServer(server, ctx.signal, (transport) => transport.sendMail({ ...mail, messageId }));
  return {
    messageId: sent.messageId ?? messageId,
    accepted: sent.accepted.map(addressOf),
    rejected: sent.rejected.map(addressOf),
  };
}

/**
 * Ends the connection afterwards, and as soon as the signal aborts: nodemailer goes on until the server is done, and would send the mail
 * of a step that was cancelled. Throws `NodeError`.
 */
export async function withMailServer<Result>(
  server: MailServer,
  signal: AbortSignal,
  work: (transport: MailTransport) => Promise<Result>,
): Promise<Result> {
  const stop = () => server.connection.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    return await work(mailTransport(server));
  } catch (error) {
    signal.throwIfAborted();
    throw smtpError(error);
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

type MailTransport = ReturnType<typeof mailTransport>;

function mailTransport(server: MailServer) {
  return createTransport({
    ...server,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // A message is text, whatever it holds: it must not make the mailer read files or URLs (I11).
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function addressOf(recipient: string | { readonly address: string }): string {
  return typeof recipient === "string" ? recipient : recipient.address;
}

/** RFC 5321: a reply of 5xx is for good, 4xx and a broken connection are not. */
function smtpError(error: unknown): NodeError {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  const permanent = code === "EAUTH" || code === "EENVELOPE" || code === "ETLS";
  return new NodeError({
    code: "SMTP_FAILED",
    message: `The mail server did not do what it was asked: ${code ?? "unknown"}${responseCode === undefined ? "" : ` (${responseCode})`}.`,
    retryable: responseCode === undefined ? !permanent : responseCode < 500,
    hint:
      code === "EAUTH"
        ? "Check the user and the password for the mail server."
        : code === "ETLS"
          ? "Check the server's certificate, and whether it offers TLS on this port."
          : "Check the recipients and the mail server's log.",
    cause: error,
  });
}
