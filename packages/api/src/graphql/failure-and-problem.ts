import { storedHint, type Failure, type Problem } from "@tempograph/graph";
import { failureAnswer, problemAnswer } from "../operations/answers/problem.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { builder } from "./builder.ts";
import { answerFields } from "./zod-types.ts";

// A failure and a problem may have been stored when the hint was still called `cure`.

export const FailureType = builder.objectRef<Failure>("Failure").implement({
  description: "Why a step, an attempt or an execution failed.",
  fields: (t) => ({
    ...answerFields(t, failureAnswer.omit({ hint: true, cure: true })),
    hint: t.string({ nullable: true, description: "What to do about it.", resolve: (f) => storedHint(f) ?? null }),
    cure: t.string({
      nullable: true,
      description: "What to do about it.",
      deprecationReason: "Use `hint`.",
      resolve: (f) => storedHint(f) ?? null,
    }),
  }),
});

export const ProblemType = builder.objectRef<Problem>("Problem").implement({
  description: "A problem of a graph at one place.",
  extensions: { access: graphqlMeta(problemAnswer).access },
  fields: (t) => ({
    ...answerFields(t, problemAnswer.omit({ hint: true, cure: true })),
    hint: t.string({ description: "What to do about it.", resolve: (p) => storedHint(p) ?? "" }),
    cure: t.string({
      description: "What to do about it.",
      deprecationReason: "Use `hint`.",
      resolve: (p) => storedHint(p) ?? "",
    }),
  }),
});
