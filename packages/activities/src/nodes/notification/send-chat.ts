import { type NodeContext, permanent } from "@tempograph/nodes-sdk";
import { failureOfStatus } from "../http/http-status.ts";

/** Posts a text to a chat's webhook. The URL is a secret: errors name its host only (I10). */
export async function sendChat(ctx: NodeContext, url: string | undefined, field: string, text: string): Promise<void> {
  if (url === undefined) {
    throw permanent("CHANNEL_NOT_CONFIGURED", "There is no webhook for the channel chat.", {
      hint: 'Set "packs": { "tempograph": { "chat": { "url": … } } } in tempograph.config.json, or one for the role.',
    });
  }
  for (const part of [url, new URL(url).pathname]) ctx.secret(part);
  const response = await ctx.fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ [field]: text }),
  });
  if (!response.ok) throw failureOfStatus("POST", new URL(url), response, (await response.text()).slice(0, 200));
  await response.body?.cancel();
}
