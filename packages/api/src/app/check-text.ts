import { checkJsonValue } from "@tempograph/graph";
import { invalidInput, type AppError } from "./app-error.ts";

/** Checks a string that is to be stored: its length in characters, and whether Postgres can hold it. */
export function checkText(
  value: string,
  path: string,
  limits: { readonly least?: number; readonly most: number },
): AppError | undefined {
  const { least = 1, most } = limits;
  if (value.trim().length < least || value.length > most)
    return invalidInput(
      path,
      `${path} has ${String(value.length)} characters; ${String(least)} to ${String(most)} are allowed.`,
      value.length > most
        ? "Shorten the text."
        : least === 1
          ? "Send a text that is not empty."
          : `Send a text of at least ${String(least)} characters.`,
    );
  const [problem] = checkJsonValue(value);
  if (problem === undefined) return undefined;
  return { code: "INVALID_INPUT", message: problem.message, path, hint: problem.hint };
}

/** Checks an idempotency key. */
export function checkKey(key: string | null | undefined): AppError | undefined {
  return key == null ? undefined : checkText(key, "/idempotencyKey", { most: 200 });
}

/** Checks the key by which files name a workflow. It is a part of file names and of commands. */
export function checkWorkflowKey(key: string | null | undefined): AppError | undefined {
  if (key == null || /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,98}[A-Za-z0-9])?$/.test(key)) return undefined;
  return invalidInput(
    "/key",
    `${JSON.stringify(key.slice(0, 110))} is not a key of a workflow.`,
    "Use 1 to 100 letters, digits, and _ . - /, with a letter or digit at both ends, such as `sales/hot-leads`.",
  );
}

/** The first error among several checks. */
export function firstError(...errors: readonly (AppError | undefined)[]): AppError | undefined {
  return errors.find((error) => error !== undefined);
}

export const MAX_NAME_LENGTH = 200;
export const MAX_DESCRIPTION_LENGTH = 10_000;
