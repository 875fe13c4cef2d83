import { NodeError, type NodeContext, permanent } from "@tempograph/nodes-sdk";
import { createTransport } from "nodemailer";
import type { NotificationConfig } from "./notification-config.ts";

export interface Email {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** Sends one mail; its Message-ID is made of the step's idempotency key, so mail servers can see a repetition (I5). */
export async function sendEmail(ctx: NodeContext, smtp: NotificationConfig["smtp"], email: Email): Promise<string> {
  if (smtp === undefined) {
    throw permanent("CHANNEL_NOT_CONFIGURED", "There is no SMTP server for the channel email.", {
      hint: 'Set "packs": { "tempograph": { "smtp": { "host": …, "from": … } } } in tempograph.config.json.',
    });
  }
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    ...(smtp.user === undefined ? {} : { auth: { user: smtp.user, pass: smtp.password ?? "" } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // A message is text, whatever it holds: it must not make the mailer read files or URLs (I11).
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const stop = () => transport.close();
  ctx.signal.addEventListener("abort", stop, { once: true });
  try {
    const domain =
      smtp.from
        .split("@")
        .at(-1)
        ?.replaceAll(/[^\w.-]/g, "") || "tempograph.invalid";
    const messageId = `<${ctx.idempotencyKey}@${domain}>`;
    const sent = await transport.sendMail({
      from: smtp.from,
      to: [...email.to],
      subject: email.subject,
      text: email.text,
      messageId,
    });
    return sent.messageId ?? messageId;
  } catch (error) {
    ctx.signal.throwIfAborted();
    throw smtpError(error);
  } finally {
    ctx.signal.removeEventListener("abort", stop);
    transport.close();
  }
}

/** RFC 5321: a reply of 5xx is for good, 4xx and a broken connection are not. */
function smtpError(error: unknown): NodeError {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return new NodeError({
    code: "SMTP_FAILED",
    message: `The mail server did not take the mail: ${code ?? "unknown"}${responseCode === undefined ? "" : ` (${responseCode})`}.`,
    retryable: responseCode === undefined ? code !== "EAUTH" && code !== "EENVELOPE" : responseCode < 500,
    hint:
      code === "EAUTH"
        ? "Check smtp.user and smtp.password in the configuration."
        : "Check the recipients and the mail server's log.",
    cause: error,
  });
}
