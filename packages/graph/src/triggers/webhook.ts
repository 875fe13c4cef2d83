import type { Trigger } from "../definition/trigger.ts";
import type { Problem } from "../definition/problem.ts";
import { answerHeaderProblem } from "./answer-headers.ts";
import { configProblem } from "./config-problem.ts";
import { chosenAddress, hookPath, hookSource, pathProblems } from "./hook-path.ts";
import type { TriggerDescription } from "./trigger-description.ts";
import { WEBHOOK_RECEIVED, type HookAuth, type SignaturePreset, type WebhookConfig } from "./webhook-config.ts";
import { webhookSchema } from "./webhook-schema.ts";

/** Requests of other systems, at an address of their own and with their own ways to prove who sends. */
export const webhook: TriggerDescription = {
  kind: "webhook",
  title: "Webhook",
  description:
    "Starts the workflow for requests of another system, such as GitHub or Stripe, at an address of its own.",
  config: webhookSchema,
  example: {
    path: "shop/orders",
    auth: { type: "hmac", preset: "standard", connection: "shop" },
    answer: { type: "respond", timeoutSeconds: 10 },
  },
  listensTo(trigger, workflowId) {
    const config = configOf(trigger);
    const source = hookSource("webhook", hookPath(config, workflowId, trigger.id));
    return { eventType: config.eventType ?? WEBHOOK_RECEIVED, source };
  },
  address: (trigger) => chosenAddress("webhook", configOf(trigger)),
  *check(trigger) {
    const { path, auth, answer, deliveryId, challenge } = configOf(trigger);
    yield* pathProblems(path);
    if (auth !== undefined && auth.type !== "none" && auth.connection === undefined)
      yield configProblem(
        "/auth/connection",
        "The secret is missing.",
        "Name a connection of the type webhook.secret.",
      );
    if (challenge === "meta" && (auth === undefined || auth.type === "none"))
      yield configProblem(
        "/challenge",
        "Meta's question needs a secret.",
        'Write auth: { "type": "hmac", "preset": "github" }.',
      );
    if (auth?.type === "basic" && auth.user === undefined)
      yield configProblem("/auth/user", "The user is missing.", "Write the user that the sender names.");
    else if (auth?.type === "basic" && auth.user.includes(":"))
      yield configProblem("/auth/user", "The user has a colon, which HTTP Basic cannot send.", "Use another user.");
    if (auth !== undefined) yield* uselessFields(auth);
    if (deliveryId !== undefined && (deliveryId.header === undefined) === (deliveryId.field === undefined))
      yield configProblem("/deliveryId", "It needs either a header or a field.", 'Write { "header": "x-delivery" }.');
    if (answer?.type !== "fixed") return;
    for (const [name, value] of Object.entries(answer.headers ?? {})) {
      const message = answerHeaderProblem(name, value);
      if (message !== undefined)
        yield configProblem("/answer/headers", message, "Set Content-Type, Location, or headers that begin with X-.");
    }
  },
  patterns: ["a webhook arrives[ at {path}]"],
  sentence(trigger) {
    const { path } = configOf(trigger);
    return `when a webhook arrives${path === undefined ? "" : ` at ${path}`}`;
  },
};

/** The fields that a kind of authentication reads beside `connection`. */
const AUTH_FIELDS: { readonly [Type in HookAuth["type"]]: readonly string[] } = {
  none: [],
  token: ["header"],
  basic: ["user"],
  hmac: ["preset"],
};

/** Senders that sign the time of a request. Standard Webhooks does so too, but its library always allows 300 seconds. */
const OWN_TOLERANCE: readonly (SignaturePreset | undefined)[] = ["stripe", "slack"];

/** A field that nobody reads would let its author believe that senders are checked in a way in which they are not. */
function* uselessFields(auth: HookAuth): Iterable<Problem> {
  const tolerance = auth.type === "hmac" && OWN_TOLERANCE.includes(auth.preset) ? ["toleranceSeconds"] : [];
  const read = ["type", ...(auth.type === "none" ? [] : ["connection"]), ...AUTH_FIELDS[auth.type], ...tolerance];
  for (const name of Object.keys(auth).filter((field) => !read.includes(field)))
    yield configProblem(
      `/auth/${name}`,
      name === "toleranceSeconds" && auth.type === "hmac"
        ? `toleranceSeconds has no effect with the preset ${auth.preset ?? "standard"}.`
        : `${name} has no effect with the type ${auth.type}.`,
      name === "toleranceSeconds"
        ? "Leave it out. The presets stripe and slack have it; standard always allows 300 seconds, and github and shopify sign no time."
        : "Leave it out, or choose the type that it belongs to.",
    );
}

/** The description's schema has been checked. */
function configOf({ config }: Trigger): Partial<WebhookConfig> {
  return (config ?? {}) as Partial<WebhookConfig>;
}
