import type { AppError } from "./app-error.ts";

export function unknownEvent(id: string, path = "/id"): AppError {
  return {
    code: "NOT_FOUND",
    message: `There is no event ${JSON.stringify(id)}.`,
    path,
    hint: "Use the id in the answer of POST /events.",
  };
}
