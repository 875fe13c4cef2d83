import type { AppError } from "../app/app-error.ts";

/** The classes exist because the errors plugin tells its union members apart by `instanceof`. */
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
/** May come of every mutation, so the builder adds it to each. */
export class ForbiddenError extends RefusedError {}
