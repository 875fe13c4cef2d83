/** Pieces of the OpenAPI document. Descriptions only: the use-cases judge what comes in. */
export const problemSchema = {
  type: "object",
  description: "RFC 9457 problem details.",
  required: ["type", "title", "status", "code", "detail"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", description: "UPPER_SNAKE, for programs." },
    detail: { type: "string", description: "What went wrong, for people." },
    path: { type: "string", description: "JSON Pointer into what was sent." },
    hint: { type: "string", description: "What to do about it." },
    problems: { type: "array", items: { type: "object" }, description: "Each problem of a graph." },
  },
};

interface Route {
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Name to description. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly status?: number;
  readonly answer?: string;
  readonly open?: boolean;
}

/** A route's schema, as @fastify/swagger reads it. */
export function describe(route: Route): object {
  const strings = (names: Readonly<Record<string, string>>, required: boolean) => ({
    type: "object",
    properties: Object.fromEntries(
      Object.entries(names).map(([name, description]) => [name, { type: "string", description }]),
    ),
    ...(required && { required: Object.keys(names) }),
  });
  return {
    tags: [route.tag],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    ...(route.query && { querystring: strings(route.query, false) }),
    ...(route.headers && { headers: strings(route.headers, false) }),
    ...(route.params && { params: strings(route.params, true) }),
    ...(route.body && { body: route.body }),
    ...(route.open && { security: [] }),
    response: {
      [route.status ?? 200]: {
        description: route.answer ?? "As asked.",
        ...(route.status !== 204 && { content: { "application/json": { schema: {} } } }),
      },
      "4xx": {
        description: "Refused; nothing was changed.",
        content: { "application/problem+json": { schema: problemSchema } },
      },
    },
  };
}

export const pageQuery = {
  limit: "Length of the page: 1 to 200, default 50.",
  cursor: "`nextCursor` of the page before.",
};
export const workflowId = { id: "`wf_…`" };
export const executionId = { id: "Also the Temporal workflow id." };
