import { errorCodes, type AppError, type ErrorCode, type Result } from "../app/app-error.ts";
import type { ErrorCategory } from "../app/error-codes.ts";
import { builder } from "./builder.ts";
import { ProblemType } from "./failure-and-problem.ts";
import { ValidationError, errorTypes, type RefusedError } from "./refused-error.ts";

export { ConflictError, NotFoundError, UnavailableError, ValidationError } from "./refused-error.ts";

const ErrorCodeEnum = builder.enumType("ErrorCode", {
  description: "The reason of a refusal, for programs. Each code has a page in `docs/errors`.",
  values: Object.fromEntries(
    Object.entries(errorCodes).map(([code, { description }]) => [code, { value: code, description }]),
  ) as Record<ErrorCode, { value: ErrorCode; description: string }>,
});

export function toGraphqlError(error: AppError): Error {
  return new errorTypes[errorCodes[error.code].category](error);
}

/** Returns the value, or throws the error, which the errors plugin turns into a member of the field's union. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw toGraphqlError(result.error);
}

const ErrorInterface = builder.interfaceRef<RefusedError>("Error").implement({
  description: "A refusal as data. Nothing was changed, unless the code says that this is unknown.",
  fields: (t) => ({
    code: t.field({ type: ErrorCodeEnum, description: "What went wrong, for programs.", resolve: (e) => e.error.code }),
    message: t.string({ description: "What went wrong, for people.", resolve: (e) => e.error.message }),
    path: t.string({
      nullable: true,
      description: "JSON Pointer to the place in the input that caused the error, if there is a single one.",
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
      description: "Whether the same request may succeed later without a change.",
      resolve: (e) => errorCodes[e.error.code].retryable,
    }),
  }),
});

builder.objectType(ValidationError, {
  name: "ValidationError",
  description: "The input cannot be accepted as it is.",
  interfaces: [ErrorInterface],
  extensions: { access: "known" },
  fields: (t) => ({
    problems: t.field({
      type: [ProblemType],
      description: "The problems of the graph and its triggers, each with its place and hint. Empty for other input.",
      resolve: (e) => [...(e.error.problems ?? [])],
    }),
  }),
});

const plainTypes: Readonly<Record<Exclude<ErrorCategory, "validation">, string>> = {
  notFound: "Something that the input names does not exist.",
  conflict: "The request does not fit the current state.",
  unavailable: "A service that the operation needs cannot be reached at the moment. Try again later.",
  forbidden: "The caller does not have the permission.",
};
for (const [category, description] of Object.entries(plainTypes))
  builder.objectType(errorTypes[category as ErrorCategory], {
    name: `${category[0]!.toUpperCase()}${category.slice(1)}Error`,
    description,
    interfaces: [ErrorInterface],
    extensions: { access: "known" },
  });
