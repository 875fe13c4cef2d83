import { defineNode } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { openMailServer, type SmtpFields } from "../connections/smtp.ts";
import { deliverMail } from "./mail/deliver-mail.ts";

const addresses = z.union([z.string().min(3), z.array(z.string().min(3)).min(1)]);

export const sendEmail = defineNode({
  type: "send_email",
  sentence: "email {to} about {subject} saying {text}",
  title: "Send an email",
  description: "Sends a mail through the mail server of a connection. The connection says who the sender is.",
  input: z.object({
    to: addresses.describe("One address or a list of them."),
    cc: addresses.optional(),
    bcc: addresses.optional(),
    replyTo: z.string().optional().describe("Where answers go, if not to the sender."),
    subject: z.string().min(1).max(500),
    text: z.string().describe("The mail as plain text."),
    html: z.string().optional().describe("The same as HTML, for readers that show it."),
  }),
  output: z.object({
    messageId: z.string().describe("The same for each attempt of the step."),
    accepted: z.array(z.string()).describe("The addresses that the server took."),
    rejected: z.array(z.string()).describe("The addresses that it refused, though it took others."),
  }),
  connections: ["smtp"],
  needsConnection: true,
  timeout: { startToClose: "60s", heartbeat: "20s" },
  example: { to: "kim@example.com", subject: "Your order", text: "It is on its way." },
  async execute(ctx, mail) {
    const fields = ctx.connection!.fields as SmtpFields;
    const server = await openMailServer(ctx.connect, fields);
    const sent = await deliverMail(ctx, server, { ...mail, from: fields.from });
    return { messageId: sent.messageId, accepted: [...sent.accepted], rejected: [...sent.rejected] };
  },
});
