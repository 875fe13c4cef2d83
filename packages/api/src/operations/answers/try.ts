import { z } from "zod";
import { failureAnswer, json, moment, problemAnswer } from "./problem.ts";

const list = z.array(z.looseObject({}));

export const simulationAnswer = z
  .object({
    status: z.enum(["completed", "completedWithErrors", "failed", "cancelled", "waiting", "stopped"]),
    output: json,
    error: failureAnswer.nullable(),
    event: z.looseObject({}).describe("The event as it was seen."),
    trigger: z.looseObject({ matched: z.boolean(), id: z.string().nullable() }).nullable(),
    steps: list,
    taken: list,
    waitingFor: list,
    warnings: list,
    problems: z.array(problemAnswer),
    tookMs: z.number(),
  })
  .meta({ id: "Simulation" });

export const nodeRunAnswer = z
  .object({
    status: z.enum(["completed", "failed"]),
    input: json.describe("What the node got: its data, rendered. Null where rendering failed."),
    output: json,
    port: z.string().nullable(),
    error: failureAnswer.nullable(),
    attempts: z.int().nullable(),
    durationMs: z.number(),
    logs: z.array(z.looseObject({ level: z.string(), message: z.string(), at: z.union([moment, z.number()]) })),
  })
  .meta({ id: "NodeRun" });
