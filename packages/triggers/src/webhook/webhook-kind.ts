import { triggerDescription } from "@tempograph/graph";
import type { TriggerKind } from "../trigger-kind.ts";
import { checkHook } from "./check-hook.ts";

/**
 * Webhooks. Nothing outside has to follow a published version: the API looks for the live trigger at each request, so a pause or another
 * path counts at once.
 */
export const webhookKind: TriggerKind = { description: triggerDescription("webhook")!, check: checkHook };
