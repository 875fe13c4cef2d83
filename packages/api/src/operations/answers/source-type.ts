import { z } from "zod";
import { answer } from "../fields.ts";
import { any } from "./problem.ts";
import { nodePackAnswer } from "./system.ts";

export const sourceTypeAnswer = answer(
  "SourceType",
  "A source that triggers of the kind `poll` can read.",
  {
    type: z.string().describe("Its name, such as `rss`: what a trigger says in `config.source`."),
    title: z.string().describe("The title, for people."),
    description: z.string().describe("What it reads, and what an item is."),
    input: any.describe("JSON Schema of `config.input`."),
    data: any.nullish().describe("JSON Schema of an item: the data of its event. Absent: any JSON."),
    connections: z.array(z.string()).optional().describe("The types of connections that it takes."),
    needsConnection: z.boolean().optional().describe("True: it cannot do without a connection."),
    pack: nodePackAnswer.describe("The package that contains it."),
    example: any.nullish().describe("An example of `config.input`."),
  },
  { loose: true },
);
