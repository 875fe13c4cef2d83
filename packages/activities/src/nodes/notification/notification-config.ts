import { z } from "zod";

const addresses = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

/** How notifications leave the house: the part of the built-in pack's configuration that `send_notification` reads. */
export const notificationConfig = z.object({
  /** Where a notification goes that names no channel. */
  channel: z.enum(["log", "email", "chat"]).default("log"),
  /** Who stands behind a role: `{ "AE": { "email": "ae@example.com", "chat": "https://hooks.example.com/…" } }`. */
  roles: z.record(z.string(), z.object({ email: addresses.optional(), chat: z.url().optional() })).default({}),
  smtp: z
    .object({
      /** Reached under the egress rules: one that is not public needs an entry in `egress.allow`, such as `localhost:25`. */
      host: z.string(),
      port: z.int().min(1).max(65_535).default(587),
      /** TLS from the start (port 465). Otherwise STARTTLS where the server offers it. */
      secure: z.boolean().default(false),
      user: z.string().optional(),
      password: z.string().optional(),
      from: z.string(),
    })
    .optional(),
  chat: z
    .object({
      /** Webhook for roles without one of their own. Reached under the egress rules. */
      url: z.url().optional(),
      /** The name of the text's field: `text` (Slack, Mattermost, Teams, Google Chat) or `content` (Discord). */
      field: z.enum(["text", "content"]).default("text"),
    })
    .prefault({}),
});

export type NotificationConfig = z.output<typeof notificationConfig>;
