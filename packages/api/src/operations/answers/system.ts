import { z } from "zod";
import { answer, choice, id } from "../fields.ts";
import { any, moment, object } from "./problem.ts";

export const viewerAnswer = answer("Viewer", "Who calls.", {
  name: z.string().describe("Name of the token; approvals call it `user:<name>`."),
  roles: z.array(z.string()).describe("Its roles; approvals call them `role:<role>`."),
});

export const healthPartAnswer = answer("HealthPart", "One part that the API needs.", {
  name: z.enum(["postgres", "temporal"]).describe("`postgres` or `temporal`."),
  ok: z.boolean().describe("It answers."),
  latencyMs: z.number().nullable().describe("How long it took to answer, in milliseconds."),
  message: z.string().nullable().describe("What is wrong, and what still works."),
});

export const healthAnswer = answer(
  "Health",
  "Whether all parts answer. While Temporal is down events are still accepted; they start once it is back.",
  {
    ok: z.boolean().describe("Every part answers."),
    version: z.string().describe("Version of Tempograph."),
    parts: z.array(healthPartAnswer).describe("Each part."),
  },
);

export const nodePackAnswer = answer("NodePack", "The package that brings a node type.", {
  name: z.string().describe("Name of the npm package."),
  version: z.string().describe("Its version."),
});

export const nodeTypeAnswer = answer(
  "NodeType",
  "A kind of node that graphs can use.",
  {
    type: z.string().describe("What a node's `type` says: `http_call`."),
    title: z.string().describe("For people."),
    description: z.string().describe("What it does."),
    runs: choice("NodeRuns", "What carries a node out.", {
      machine: "The pure machine: costs no history event.",
      activity: "An activity of a node pack.",
    }).describe("What carries it out."),
    input: object.describe("JSON Schema of `data` once its templates are rendered."),
    output: object.optional().describe("JSON Schema of the output. Null: anything."),
    ports: z.array(z.string()).describe("Ports that a node ends on, beside `error`."),
    portsFrom: z
      .string()
      .optional()
      .describe("Where further ports stand in `data`: `cases` means one for each `cases[].label`."),
    idempotent: z
      .union([z.boolean(), object])
      .describe("Whether a second run does no harm: true, false, or `{ when: <JSONLogic over data> }`."),
    retry: object.optional().describe("Default retry settings."),
    timeout: object.optional().describe("Default timeouts."),
    pack: nodePackAnswer.describe("Where it comes from."),
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
    signature: z.string().describe("What it takes and gives."),
    description: z.string().describe("What it does."),
    example: z.string().describe("An expression, without the braces."),
    result: any.describe("What the example gives."),
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
    result: any.describe("What the rule gives."),
  },
  { loose: true },
);

export const expressionsAnswer = z
  .object({ functions: z.array(functionAnswer), conditionOperators: z.array(operatorAnswer) })
  .meta({ id: "Expressions" });

export const auditAnswer = answer("AuditEntry", "One thing that somebody did, or tried.", {
  at: moment.describe("When."),
  actor: z.string().describe("Name of the token."),
  actorRoles: z.array(z.string()).describe("Its roles at that moment."),
  action: z.string().describe("The mutation, such as `executionPause`."),
  target: id("Id of what it was about.").nullable(),
  input: any.describe("What was asked, without secrets, shortened where long."),
  outcome: z.string().nullable().describe("`ok`, or the error's code. Null: it was cut short, and may have happened."),
});
