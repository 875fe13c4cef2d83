import type { HookMethod } from "@tempograph/graph";

const METHODS: readonly HookMethod[] = ["GET", "POST", "PUT"];

const parameters = [
  { name: "project", in: "path", required: true, schema: { type: "string" }, description: "The name of the project." },
  {
    name: "path",
    in: "path",
    required: true,
    schema: { type: "string" },
    description: "The path of the trigger. It may have slashes, such as `shop/orders`.",
  },
];

/**
 * The addresses of webhooks and forms in the OpenAPI document. They are no operations: their callers have no token, and what they send and
 * get is decided by the trigger that is reached there. They have no `operationId`, so generated clients have no methods for them.
 */
export const hookPaths: Readonly<Record<string, object>> = {
  "/hooks/{project}/{path}": byMethod(METHODS, {
    summary: "Send a request to a webhook",
    description:
      "Takes any body. The trigger says which methods its address takes, how the sender proves who it is, and what it is answered: see `address` of `GET /workflows/{id}/triggers`.",
    responses: {
      202: {
        description: "The event is stored. The trigger may be configured to answer something else, with any status.",
      },
      400: problem("The body is not what its Content-Type says."),
      401: problem("The sender has not proved who it is: WEBHOOK_NOT_VERIFIED."),
      404: problem("There is nothing at this address, it is paused, or it does not take the method."),
      409: problem("The delivery was sent before with other content: IDEMPOTENCY_CONFLICT."),
      413: problem("The body is larger than the trigger allows."),
      429: problem("There are more requests than the trigger or the project allows."),
      503: problem("The address cannot take requests at the moment: WEBHOOK_UNAVAILABLE."),
    },
  }),
  "/forms/{project}/{path}": {
    ...byMethod(["GET"], {
      summary: "Show a form",
      description: "A page that a trigger of the kind form makes from its JSON Schema. It needs no JavaScript.",
      responses: { 200: pageOf("The form."), 404: pageOf("There is no form here, or it is paused.") },
    }),
    ...byMethod(["POST"], {
      summary: "Send a form",
      description: "What the page sends. It has a signed time in it, so it can only be sent by whoever has loaded it.",
      requestBody: {
        required: true,
        content: { "application/x-www-form-urlencoded": { schema: { type: "object" } } },
      },
      responses: {
        200: pageOf("The thanks."),
        404: pageOf("There is no form here, or it is paused."),
        422: pageOf("The form again, with an error at each field that does not fit."),
        429: pageOf("There are more requests than the trigger allows."),
      },
    }),
  },
};

function byMethod(methods: readonly string[], described: object): Readonly<Record<string, object>> {
  const operation = { tags: ["hooks"], security: [], parameters, ...described };
  return Object.fromEntries(methods.map((method) => [method.toLowerCase(), operation]));
}

function problem(description: string): object {
  const schema = { $ref: "#/components/schemas/Problem" };
  return { description, content: { "application/problem+json": { schema } } };
}

function pageOf(description: string): object {
  return { description, content: { "text/html": { schema: { type: "string" } } } };
}
