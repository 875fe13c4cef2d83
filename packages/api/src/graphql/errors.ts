import { errorCodes, type AppError, type ErrorCode, type Result } from "../app/app-error.ts";
import type { ErrorCategory } from "../app/error-codes.ts";
import { builder } from "./builder.ts";
import { ProblemType } from "./failure-and-problem.ts";
import { ValidationError, errorTypes, type RefusedError } from "./refused-error.ts";

export { ConflictError, NotFoundError, UnavailableError, ValidationError } from "./refused-error.ts";

const ErrorCodeEnum = builder.enumType("ErrorCode", {
  description: "What went wrong, for programs. Each code has a page in `docs/errors`.",
  values: Object.fromEntries(
    Object.entries(errorCodes).map(([code, { description }]) => [code, { value: code, description }]),
  ) as Record<ErrorCode, { value: ErrorCode; description: string }>,
});

export function toGraphqlError(error: AppError): Error {
  return new errorTypes[errorCodes[error.code].category](error);
}

/** The value, or the error as the errors plugin wants it: thrown, to come out as a member of the field's union. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw toGraphqlError(result.error);
}

const ErrorInterface = builder.interfaceRef<RefusedError>("Error").implement({
  description: "A refusal, as data. Nothing was changed.",
  fields: (t) => ({
    code: t.field({ type: ErrorCodeEnum, description: "What went wrong, for programs.", resolve: (e) => e.error.code }),
    message: t.string({ description: "What went wrong, for people.", resolve: (e) => e.error.message }),
    path: t.string({
      nullable: true,
      description: "JSON Pointer into the input, where one place is to blame.",
      resolve: (e) => e.error.path ?? null,
    }),
    hint: t.string({ nullable: true, description: "What to do about it.", resolve: (e) => e.error.hint ?? null }),
    cure: t.string({
      nullable: true,
      description: "What to do about it.",
      deprecationReason: "Use `hint`.",
      resolve: (e) => e.error.hint ?? null,
    }),
    retryable: t.boolean({
      description: "The same request may succeed later, as it is.",
      resolve: (e) => errorCodes[e.error.code].retryable,
    }),
  }),
});

builder.objectType(ValidationError, {
  name: "ValidationError",
  description: "What was sent cannot be accepted as it is.",
  interfaces: [ErrorInterface],
  fields: (t) => ({
    problems: t.field({
      type: [ProblemType],
      description: "Each problem of the graph and its triggers, with its place and hint. Empty for other input.",
      resolve: (e) => [...(e.error.problems ?? [])],
    }),
  }),
});

const plainTypes: Readonly<Record<Exclude<ErrorCategory, "validation">, string>> = {
  notFound: "Something that the input names does not exist.",
  conflict: "What is asked does not fit the state that things are in now.",
  unavailable: "A part that this needs cannot be reached at the moment. Try again later.",
  forbidden: "The caller may not do this.",
};
for (const [category, description] of Object.entries(plainTypes))
  builder.objectType(errorTypes[category as ErrorCategory], {
    name: `${category[0]!.toUpperCase()}${category.slice(1)}Error`,
    description,
    interfaces: [ErrorInterface],
  });
