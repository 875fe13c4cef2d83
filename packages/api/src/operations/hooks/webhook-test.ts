import { findHookTest, insertHookTest, newId, type HookTestRecord } from "@tempograph/db";
import { isObject, SchemaCheck, triggerDescription, type JsonObject } from "@tempograph/graph";
import { hashToken, newToken } from "../../access/token.ts";
import { invalidInput, notFound, ok, refuse, type AppError } from "../../app/app-error.ts";
import { webhookTestAnswer } from "../answers/hook.ts";
import { id, input, json, optional } from "../fields.ts";
import { defineOperation } from "../operation.ts";

/** How long an address for a test listens. */
const LISTENS_SECONDS = 600;

interface NewTest {
  readonly test: HookTestRecord;
  readonly url: string;
}

export const webhookTest = defineOperation({
  name: "webhookTest",
  kind: "mutation",
  permission: "workflows",
  summary: "Listen for one webhook",
  description:
    "Makes a secret address that takes one request within ten minutes. The request is checked and read as a webhook with this `config` would do it, and the event that it would become is shown by `webhookTestResult`. Nothing is published, and nothing starts.",
  input: input("WebhookTestInput", "How to take the request.", {
    config: optional(json("The `config` of a trigger of the kind `webhook`. Absent: everybody may send, with POST.")),
    workflowId: optional(id("The workflow that uses the connection in `config`, if only some workflows may use it.")),
  }),
  errors: ["validation"],
  audit: { made: ({ test }: NewTest) => test.id },
  result: {
    payload: "WebhookTestPayload",
    description: "The address.",
    fields: {
      test: { type: "WebhookTest", description: "What it has received.", from: ({ test }: NewTest) => test },
      url: {
        type: "String",
        description: "The address. It cannot be shown again.",
        from: ({ url }: NewTest) => url,
      },
    },
  },
  rest: {
    method: "POST",
    path: "/webhook-tests",
    tag: "system",
    status: 201,
    answer: {
      schema: webhookTestAnswer.extend({ url: webhookTestAnswer.shape.id.describe("The address.") }),
      from: ({ test, url }: NewTest) => ({ ...test, url }),
    },
    location: ({ test }) => `/webhook-tests/${test.id}`,
    example: { config: { auth: { type: "hmac", preset: "github", connection: "github" } } },
  },
  async run({ deps, caller }, { config = null, workflowId }) {
    const given = config ?? {};
    const error = configProblem(given);
    if (error !== undefined) return refuse(error);
    const token = newToken();
    const test = await insertHookTest(deps.db, {
      ...{ id: newId("hkt"), project: caller.project, tokenHash: hashToken(token), createdBy: caller.name },
      config: { webhook: given as JsonObject, workflowId: workflowId ?? "" },
      forSeconds: LISTENS_SECONDS,
    });
    return ok({ test, url: `${deps.publicUrl() ?? ""}/hooks-test/${token}` });
  },
});

export const webhookTestResult = defineOperation({
  name: "webhookTestResult",
  kind: "query",
  permission: "read",
  summary: "Show what an address for a test has received",
  description: "What an address of `webhookTest` has received. Null if there is no such address.",
  input: input("WebhookTestResultQuery", "Which address.", { id: id("`hkt_…`") }),
  errors: ["notFound"],
  nullWhenMissing: true,
  result: { type: "WebhookTest?" },
  rest: {
    method: "GET",
    path: "/webhook-tests/:id",
    tag: "system",
    answer: { schema: webhookTestAnswer, from: (test) => test },
  },
  async run({ deps: { db } }, { id: test }) {
    const found = await findHookTest(db, test);
    return found === undefined
      ? refuse(notFound("webhook test", test, "Use the id that `webhookTest` gave."))
      : ok(found);
  },
});

function configProblem(given: unknown): AppError | undefined {
  if (!isObject(given)) return invalidInput("/config", "The config is no JSON object.", "Send that of a webhook.");
  const config = given as JsonObject;
  const { config: schema, check } = triggerDescription("webhook")!;
  const [found] = new SchemaCheck(schema!).check(config, false);
  const hint = "See the kind `webhook` in `triggerKinds`.";
  if (found !== undefined) return invalidInput(`/config${found.path}`, found.message, hint);
  for (const { path, message, hint: how } of check!({ kind: "webhook", config }))
    return invalidInput(path, message, how);
  return undefined;
}
