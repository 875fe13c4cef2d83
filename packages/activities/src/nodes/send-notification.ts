import { defineNode, permanent } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { notificationConfig } from "./notification/notification-config.ts";
import { sendChat } from "./notification/send-chat.ts";
import { sendEmail } from "./notification/send-email.ts";

export const sendNotification = defineNode({
  type: "send_notification",
  sentence: ["notify {toRole} {message}", "notify {message}"],
  title: "Send a notification",
  description:
    "Tells a role or a person something: in the log by default, by mail or chat where the stack is configured for it. Who stands behind a role is configuration.",
  input: z.object({
    toRole: z.string().optional().describe('Role to tell, such as "AE".'),
    message: z.string().min(1).describe("What to say; may hold templates."),
    subject: z.string().max(200).optional().describe("Subject of a mail. Default: the message's first line."),
    to: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe("Mail addresses, instead of or beside the role's."),
    channel: z.enum(["log", "email", "chat"]).optional().describe("Default: the stack's, which is log."),
  }),
  output: z.object({
    channel: z.enum(["log", "email", "chat"]),
    recipients: z.array(z.string()),
    messageId: z.string().optional(),
  }),
  timeout: { startToClose: "60s", heartbeat: "20s" },
  example: { toRole: "AE", message: "New hot lead" },
  async execute(ctx, { toRole, message, subject, to, channel: asked }) {
    const config = notificationConfig.parse({
      channel: ctx.config("channel"),
      roles: ctx.config("roles"),
      smtp: ctx.config("smtp"),
      chat: ctx.config("chat"),
    });
    const channel = asked ?? config.channel;
    const role = toRole !== undefined && Object.hasOwn(config.roles, toRole) ? config.roles[toRole] : undefined;
    const named = [to ?? []].flat();

    switch (channel) {
      case "log": {
        const recipients = [...(toRole === undefined ? [] : [toRole]), ...named];
        ctx.logger.info(`Notification to ${recipients.join(", ") || "nobody in particular"}: ${message}`);
        return { channel, recipients };
      }
      case "chat":
        await sendChat(
          ctx,
          role?.chat ?? config.chat.url,
          config.chat.field,
          toRole === undefined ? message : `[${toRole}] ${message}`,
        );
        return { channel, recipients: toRole === undefined ? [] : [toRole] };
      case "email": {
        const recipients = [...(role?.email ?? []), ...named];
        if (recipients.length === 0) throw unknownRecipient(toRole);
        const [firstLine = message] = message.split("\n");
        const messageId = await sendEmail(ctx, config.smtp, {
          to: recipients,
          subject: subject ?? firstLine.slice(0, 200),
          text: message,
        });
        return { channel, recipients, messageId };
      }
    }
  },
});

function unknownRecipient(toRole: string | undefined) {
  return permanent(
    "RECIPIENT_UNKNOWN",
    toRole === undefined ? "The mail has no recipient." : `The role ${JSON.stringify(toRole)} has no mail address.`,
    {
      hint: 'Name `to` in the node, or set "packs": { "tempograph": { "roles": { "AE": { "email": … } } } } in tempograph.config.json.',
    },
  );
}
