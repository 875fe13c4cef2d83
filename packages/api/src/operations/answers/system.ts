import { z } from "zod";
import { answer, choice, id } from "../fields.ts";
import { any, moment, object } from "./problem.ts";

export const viewerAnswer = answer(
  "Viewer",
  "The caller.",
  {
    name: z.string().describe("The name of the token. Approvals name it as `user:<name>`."),
    roles: z.array(z.string()).describe("The roles of the token. Approvals name them as `role:<role>`."),
    project: z.string().describe("The project in which the caller works."),
  },
  { access: "known" },
);

export const allowedOperationAnswer = answer(
  "AllowedOperation",
  "An operation that the caller's roles allow.",
  {
    name: z.string().describe("Its name, such as `executionPause`: the field of Query, Mutation or Subscription."),
    kind: choice("OperationKind", "How an operation is asked for.", {
      query: "It reads one thing.",
      list: "It reads a list, page by page.",
      mutation: "It changes something.",
      subscription: "It follows changes.",
    }).describe("How it is asked for."),
    summary: z.string().describe("What it does, in one line."),
    description: z.string().describe("What it does, in full sentences."),
  },
  { access: "known" },
);

export const projectAnswer = answer(
  "Project",
  "A space of its own for workflows and everything that belongs to them.",
  {
    id: id("Its id. The first project has the id `main`."),
    name: z.string().describe("What people call it."),
    createdAt: moment.describe("When it was created."),
    maxOpenExecutions: z
      .int()
      .nullable()
      .describe("The most executions that may be open; others wait. Null: no limit."),
    maxEventsPerMinute: z.int().nullable().describe("The most events in a minute. Null: no limit."),
    maxStoredMegabytes: z.int().nullable().describe("The most megabytes of events and payloads. Null: no limit."),
    maxWaitingEvents: z
      .int()
      .nullable()
      .describe(
        "The most events that may wait until a dispatcher has matched them with triggers, and executions that may wait for their start. Null: no limit.",
      ),
    egressOnly: z
      .array(z.string())
      .nullable()
      .describe("The only hosts and networks that its steps may call. Null: all that the installation allows."),
    egressDeny: z.array(z.string()).describe("Hosts and networks that its steps may not call."),
  },
);

export const healthPartAnswer = answer(
  "HealthPart",
  "A service that the API needs, or the API's own process.",
  {
    name: z.enum(["postgres", "temporal", "api"]).describe("`postgres`, `temporal` or `api`."),
    title: z.string().describe("Its name, for people."),
    ok: z
      .boolean()
      .describe("Whether it does what it is there for: Postgres stores, Temporal answers, the API's loops get on."),
    latencyMs: z.number().nullable().describe("How long it took to answer, in milliseconds. Null for `api`."),
    message: z.string().nullable().describe("What is wrong, and what still works."),
  },
  { access: "known" },
);

export const healthAnswer = answer(
  "Health",
  "Whether all services that the API needs answer. While Temporal is down, events are accepted; their executions start when it is back.",
  {
    ok: z.boolean().describe("Whether every part answers."),
    version: z.string().describe("The version of Tempograph."),
    parts: z.array(healthPartAnswer).describe("The parts."),
  },
  { access: "known" },
);

/** REST shows the version and the parts only to callers with a token. */
export const healthRest = healthAnswer
  .partial({ version: true, parts: true })
  .meta({ id: "Health", description: "Whether all services that the API needs answer." });

export const nodePackAnswer = answer("NodePack", "The package that contains a node type.", {
  name: z.string().describe("Name of the npm package."),
  version: z.string().describe("Its version."),
});

export const nodeTypeAnswer = answer(
  "NodeType",
  "A kind of node that graphs can use.",
  {
    type: z.string().describe("The value of a node's `type`, such as `http_call`."),
    title: z.string().describe("The title, for people."),
    description: z.string().describe("What it does."),
    runs: choice("NodeRuns", "What carries out a node.", {
      machine: "The interpreter's machine. It costs no history event.",
      activity: "An activity of a node pack.",
    }).describe("What carries out a node of this type."),
    input: object.describe("JSON Schema of `data` after its templates are rendered."),
    output: object.optional().describe("JSON Schema of the output. Null: any value."),
    ports: z.array(z.string()).describe("The ports on which a node can end, in addition to `error`."),
    portsFrom: z
      .string()
      .optional()
      .describe("The field of `data` that names further ports: `cases` means one port for each `cases[].label`."),
    idempotent: z
      .union([z.boolean(), object])
      .describe("Whether carrying out a node twice does no harm: true, false, or `{ when: <JSONLogic over data> }`."),
    retry: object.optional().describe("The default retry settings."),
    timeout: object.optional().describe("Default timeouts."),
    connections: z
      .array(z.string())
      .optional()
      .describe("The types of connections that `data.connection` may name. Null: it takes none."),
    needsConnection: z.boolean().optional().describe("Whether it cannot do without a connection."),
    sentence: z
      .array(z.string())
      .optional()
      .describe("How a node of this type is said in a sentence, with fields of `data` in braces. Null: by its title."),
    pack: nodePackAnswer.describe("The package that contains it."),
    example: any.describe("An example of `data`."),
  },
  { loose: true },
);

export const functionAnswer = answer(
  "ExpressionFunction",
  "A function that `{{ … }}` templates can call.",
  {
    name: z.string().describe("Its name. A function and a method may share one."),
    kind: choice("ExpressionFunctionKind", "How a function of templates is called.", {
      function: "`round(1.5)`",
      method: '`"a".upper()`',
    }).describe("How it is called."),
    group: z.string().describe("text, numbers, lists, maps, dates, JSON, encoding …"),
    signature: z.string().describe("Its parameters and its result."),
    description: z.string().describe("What it does."),
    example: z.string().describe("An expression, without the braces."),
    result: any.describe("The result of the example."),
  },
  { loose: true },
);

export const operatorAnswer = answer(
  "ConditionOperator",
  "An operator of JSONLogic conditions.",
  {
    name: z.string().describe("The key of its object: `==`."),
    group: z.string().describe("data, logic, comparison, numbers, lists, text or other."),
    description: z.string().describe("What it does."),
    example: any.describe("A rule."),
    result: any.describe("The result of the rule."),
  },
  { loose: true },
);

export const expressionsAnswer = z
  .object({ functions: z.array(functionAnswer), conditionOperators: z.array(operatorAnswer) })
  .meta({ id: "Expressions" });

export const auditAnswer = answer("AuditEntry", "An operation that a caller performed or tried to perform.", {
  at: moment.describe("When it was performed."),
  actor: z.string().describe("The name of the caller's token."),
  actorRoles: z.array(z.string()).describe("The roles of the token at that moment."),
  action: z.string().describe("The mutation, such as `executionPause`."),
  target: id("The id of the object that the operation changed.").nullable(),
  input: any.describe("The input of the operation without secrets. Long values are shortened."),
  outcome: z
    .string()
    .nullable()
    .describe("`ok`, or the error's code. Null: the process was interrupted, and the operation may have taken effect."),
});
