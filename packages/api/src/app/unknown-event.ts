import { notFound, type AppError } from "./app-error.ts";

export function unknownEvent(id: string, path?: string): AppError {
  return notFound("event", id, "Use the id in the answer of POST /events.", path);
}
