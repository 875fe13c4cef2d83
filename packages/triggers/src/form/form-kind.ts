import { triggerDescription } from "@tempograph/graph";
import type { TriggerKind } from "../trigger-kind.ts";
import { checkHook } from "../webhook/check-hook.ts";

/** Forms. Nothing outside has to follow a published version: the API looks for the live trigger at each request. */
export const formKind: TriggerKind = { description: triggerDescription("form")!, check: checkHook };
