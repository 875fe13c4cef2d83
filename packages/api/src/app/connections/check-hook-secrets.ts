import { findStandardWebhooks, type ConnectionRecord, type Database } from "@tempograph/db";
import { WEBHOOK_SECRET_TYPE, type JsonObject } from "@tempograph/graph";
import { isStandardWebhookSecret } from "@tempograph/triggers";
import { invalidInput, type AppError } from "../app-error.ts";

/**
 * Why secrets cannot replace those of a connection: a live webhook verifies signatures of Standard Webhooks with them, and would refuse
 * every request. Publishing such a webhook is refused for the same reason.
 */
export async function checkHookSecrets(
  tx: Database,
  { name, type }: Pick<ConnectionRecord, "name" | "type">,
  secrets: JsonObject,
): Promise<AppError | undefined> {
  if (type !== WEBHOOK_SECRET_TYPE) return undefined;
  const wrong = Object.entries(secrets).find(([, one]) => typeof one === "string" && !isStandardWebhookSecret(one));
  const [workflowId] = wrong === undefined ? [] : await findStandardWebhooks(tx, name);
  if (workflowId === undefined) return undefined;
  return invalidInput(
    `/fields/${wrong![0]}`,
    `The secret is not Base64, and the webhook of the workflow ${workflowId} verifies signatures of Standard Webhooks with it.`,
    "Send the secret as its sender shows it, usually whsec_ and Base64.",
  );
}
