import { z } from "zod";
import { json, moment } from "./problem.ts";

export const viewerAnswer = z.object({ name: z.string(), roles: z.array(z.string()) }).meta({ id: "Viewer" });

export const healthAnswer = z
  .object({
    ok: z.boolean(),
    version: z.string(),
    parts: z.array(
      z.object({
        name: z.enum(["postgres", "temporal"]),
        ok: z.boolean(),
        latencyMs: z.number().nullable(),
        message: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "Health" });

export const nodeTypeAnswer = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    description: z.string(),
    runs: z.enum(["machine", "activity"]),
    input: json.describe("JSON Schema of `data` once its templates are rendered."),
    output: json.optional(),
    ports: z.array(z.string()),
  })
  .meta({ id: "NodeType" });

const described = { name: z.string(), group: z.string(), description: z.string(), example: json, result: json };

export const expressionsAnswer = z
  .object({
    functions: z.array(z.looseObject({ ...described, kind: z.enum(["function", "method"]), signature: z.string() })),
    conditionOperators: z.array(z.looseObject(described)),
  })
  .meta({ id: "Expressions" });

export const auditAnswer = z
  .object({
    at: moment,
    actor: z.string(),
    actorRoles: z.array(z.string()),
    action: z.string().describe("The operation, such as `executionPause`."),
    target: z.string().nullable(),
    input: json,
    outcome: z
      .string()
      .nullable()
      .describe("`ok`, or the error's code. Null: it was cut short, and may have happened."),
  })
  .meta({ id: "AuditEntry" });
