import type { AppError } from "../app/app-error.ts";
import type { ErrorCategory } from "../app/error-codes.ts";

/** There is a class for each category because the errors plugin distinguishes union members by `instanceof`. */
export class RefusedError extends Error {
  readonly error: AppError;
  constructor(error: AppError) {
    super(error.message);
    this.error = error;
  }
}
export class ValidationError extends RefusedError {}
export class NotFoundError extends RefusedError {}
export class ConflictError extends RefusedError {}
export class UnavailableError extends RefusedError {}
/** Every mutation may be refused with this error, so the builder adds it to each. */
export class ForbiddenError extends RefusedError {}

/** The error type of each category of codes. */
export const errorTypes: Readonly<Record<ErrorCategory, new (error: AppError) => RefusedError>> = {
  validation: ValidationError,
  notFound: NotFoundError,
  conflict: ConflictError,
  unavailable: UnavailableError,
  forbidden: ForbiddenError,
};
