import { type NodeContext, permanent } from "@tempograph/nodes-sdk";
import { deliverMail } from "../mail/deliver-mail.ts";
import type { NotificationConfig } from "./notification-config.ts";

export interface Email {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** Sends one mail by the server of the configuration, under the egress rules of the stack and of the project (I11). */
export async function sendEmail(ctx: NodeContext, smtp: NotificationConfig["smtp"], email: Email): Promise<string> {
  if (smtp === undefined) {
    throw permanent("CHANNEL_NOT_CONFIGURED", "There is no SMTP server for the channel email.", {
      hint: 'Set "packs": { "tempograph": { "smtp": { "host": …, "from": … } } } in tempograph.config.json.',
    });
  }
  const server = {
    connection: await ctx.connect({ host: smtp.host, port: smtp.port }),
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    ...(smtp.user === undefined ? {} : { auth: { user: smtp.user, pass: smtp.password ?? "" } }),
  };
  const { messageId } = await deliverMail(ctx, server, { ...email, from: smtp.from, to: [...email.to] });
  return messageId;
}
