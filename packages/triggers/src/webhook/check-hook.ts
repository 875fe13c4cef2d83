import { isHookTaken, type Database } from "@tempograph/db";
import { WEBHOOK_SECRET_TYPE, type HookAuth, type Problem } from "@tempograph/graph";
import { connectionProblems } from "../connection-problems.ts";
import type { PublishedTrigger, SecretsOfProject } from "../trigger-kind.ts";
import { openHookSecrets } from "./open-hook-secrets.ts";
import { isStandardWebhookSecret } from "./verify/verify-standard-webhook.ts";

/** What keeps an address from being published: another workflow has it, or its secret cannot be used. Paths begin at the trigger. */
export async function checkHook(
  tx: Database,
  { trigger, workflowId, source }: PublishedTrigger,
  secrets?: SecretsOfProject,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  if (source !== null && (await isHookTaken(tx, { workflowId, source })))
    problems.push({
      code: "PATH_TAKEN",
      severity: "error",
      path: "/config/path",
      message: "Another workflow of the project has this path.",
      hint: "Choose another path, or archive the other workflow.",
    });
  const { auth } = (trigger.config ?? {}) as { readonly auth?: HookAuth };
  if (auth === undefined || auth.type === "none") return problems;
  const wrong = await connectionProblems(tx, workflowId, auth.connection, SECRET);
  if (wrong.length > 0) return [...problems, ...wrong];
  const isUnusable = secrets !== undefined && !(await canSign(tx, secrets, workflowId, auth));
  return isUnusable ? [...problems, secretUnusable(auth.connection)] : problems;
}

/** Standard Webhooks signs with the bytes of a Base64 text. With another secret every request would be refused, and nobody would know why. */
async function canSign(
  tx: Database,
  { project, masterKeys }: SecretsOfProject,
  workflowId: string,
  auth: Exclude<HookAuth, { type: "none" }>,
): Promise<boolean> {
  if (auth.type !== "hmac" || (auth.preset ?? "standard") !== "standard") return true;
  const { connection } = auth;
  const secrets = await openHookSecrets(tx, masterKeys, { project, workflowId, connection });
  // A key that is missing keeps nobody from publishing: it may come back, and `doctor` names it.
  return "missing" in secrets || secrets.every(isStandardWebhookSecret);
}

function secretUnusable(name: string): Problem {
  return {
    ...{ code: "CONNECTION_INVALID", severity: "error", path: "/config/auth/connection" },
    message: `A secret of the connection ${JSON.stringify(name)} cannot verify signatures of Standard Webhooks: it is not Base64.`,
    hint: "Write the secret as its sender shows it, usually whsec_ and Base64; or name the preset of the sender.",
  };
}

const SECRET = { types: [WEBHOOK_SECRET_TYPE], path: "/config/auth/connection" };
