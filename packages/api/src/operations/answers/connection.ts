import { z } from "zod";
import { answer, id } from "../fields.ts";
import { moment, object } from "./problem.ts";
import { nodePackAnswer } from "./system.ts";

export const connectionTypeAnswer = answer(
  "ConnectionType",
  "A kind of credentials that connections can have.",
  {
    type: z.string().describe("Its name, such as `http.bearer`."),
    title: z.string().describe("The title, for people."),
    description: z.string().describe("What it is for."),
    fields: object.describe(
      'JSON Schema of a connection\'s fields. Those with `"secret": true` can be written but not read.',
    ),
    secretFields: z.array(z.string()).describe("The names of the secret fields."),
    authorizes: z.boolean().describe("Whether it adds credentials to HTTP requests."),
    namesHosts: z
      .boolean()
      .describe(
        "Whether its fields say which hosts it reaches. Otherwise a connection that adds credentials has to name them.",
      ),
    signsIn: z
      .boolean()
      .optional()
      .describe("True: somebody has to sign in at the service first, by `connectionAuthorize`."),
    testable: z.boolean().describe("Whether `connectionTest` can try its connections out."),
    pack: nodePackAnswer.describe("The package that contains it."),
  },
  { loose: true },
);

export const connectionAnswer = answer(
  "Connection",
  "Named credentials of a project. Its secrets can be written but not read.",
  {
    id: id("`con_…`"),
    name: z
      .string()
      .describe("The name that nodes write into `data.connection`. Unique in the project; it does not change."),
    project: z.string().describe("The project to which it belongs."),
    type: z.string().describe("Its type, such as `http.bearer`."),
    description: z.string().nullable().describe("What it is for."),
    fields: object.describe("The fields that are not secret."),
    secretFields: z.array(z.string()).describe("The names of the secret fields that have a value."),
    allowedHosts: z
      .array(z.string())
      .nullable()
      .describe("The only hosts to which its credentials may be sent. Null: the type says so, or every host."),
    usableBy: z
      .array(z.string())
      .nullable()
      .describe("The ids of the only workflows that may use it. Null: every workflow of the project."),
    problem: z
      .string()
      .nullable()
      .describe(
        "The code of the error for which a person has to do something, such as `CONNECTION_SIGN_IN_NEEDED`. Null: there is none.",
      ),
    revision: z.int().describe("Rises with each change."),
    createdAt: moment.describe("When it was made."),
    createdBy: z.string().describe("The name of the caller who made it."),
    updatedAt: moment.describe("When it was last changed."),
    updatedBy: z.string().describe("The name of the caller who last changed it."),
  },
  { access: "connections" },
);

export const connectionUsageAnswer = answer(
  "ConnectionUsage",
  "A node or a live trigger that names a connection.",
  {
    workflowId: id("`wf_…`"),
    workflowName: z.string().describe("The name of the workflow."),
    version: z.int().nullable().describe("The published version. Null: the draft."),
    nodeId: z.string().describe("The id of the node, or of the trigger."),
  },
  { access: "connections" },
);

export const connectionTestAnswer = answer(
  "ConnectionTest",
  "What came of trying a connection out.",
  {
    ok: z.boolean().describe("Whether the credentials work."),
    message: z.string().describe("What was found, or what went wrong."),
    code: z.string().nullable().describe("The code of the failure; null if the credentials work."),
    hint: z.string().nullable().describe("What to do about the failure."),
  },
  { access: "connections" },
);

export const connectionSignInAnswer = answer(
  "ConnectionSignIn",
  "Where somebody signs in at a service for a connection.",
  {
    url: z.string().describe("Open it in a browser. It works once, and leads to the service's own page."),
    expiresAt: moment.describe("When it stops working."),
  },
  { access: "connections" },
);
