import { textOf, type Sentences } from "@tempograph/sentences";
import { z } from "zod";
import { answer } from "../fields.ts";
import { object } from "./problem.ts";
import { triggerAnswer } from "./workflow.ts";

const phrases = (what: string) => z.array(object).describe(what);

export const sentencesAnswer = answer("WorkflowSentences", "A workflow as sentences.", {
  text: z.string().describe("All sentences as text, a line each. `workflowFromText` reads it."),
  triggers: phrases(
    "The lines of the triggers. A line is `{ kind, path, node, pieces, block }`. Its pieces are words, names, and slots: values with the JSON Pointer of their place in `{ graph, triggers }`.",
  ),
  settings: phrases("The lines of the start policies and other settings of the whole workflow."),
  steps: phrases("The lines of the steps, with the lines inside of them in `block`."),
});

export const textProblemAnswer = answer("TextProblem", "Something in a text that cannot be read.", {
  message: z.string().describe("What is wrong."),
  hint: z.string().describe("What could stand there."),
  from: z.int().describe("The offset in the text at which it begins, in UTF-16 code units."),
  to: z.int().describe("The offset behind it."),
  line: z.int().describe("The line, from 1."),
  column: z.int().describe("The column, from 1."),
});

export const textWorkflowAnswer = answer("TextWorkflow", "A workflow that was read from a text.", {
  graph: object.describe("The graph. It is complete if there are no problems."),
  triggers: z.array(triggerAnswer).describe("The triggers."),
  problems: z.array(textProblemAnswer).describe("What cannot be read, in the order of the text."),
});

export function sentencesJson(sentences: Sentences) {
  return { text: textOf(sentences), ...sentences };
}
