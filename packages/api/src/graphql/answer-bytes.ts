import { jsonSize, type Json } from "@tempograph/graph";
import type { GraphQLResolveInfo } from "graphql";
import type { GraphqlContext } from "./context.ts";
import { tooExpensive } from "./too-expensive.ts";

/** Bytes of all JSON values of an answer together. Writing an answer as text holds up everybody else for as long as it takes. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** What is left for an answer, by the object that belongs to this answer alone. */
const bytesLeft = new WeakMap<object, number>();

/**
 * Counts a JSON value of an answer. The length of pages says how many values an answer has, but not how large they are: a query for
 * the events of 200 executions could load 200 MiB.
 *
 * @throws GraphQLError if the values of the answer are too large together
 */
export function countBytes(value: unknown, context: GraphqlContext, { rootValue }: GraphQLResolveInfo): void {
  if (value === null || value === undefined) return;
  // All answers of a subscription have the same context, but each has its own update as root.
  const answer = typeof rootValue === "object" && rootValue !== null ? rootValue : context;
  const left = bytesLeft.get(answer) ?? MAX_ANSWER_BYTES;
  const after = left < 0 ? left : left - jsonSize(value as Json, left);
  bytesLeft.set(answer, after);
  if (after >= 0) return;
  throw tooExpensive(`The values of the answer have more than ${MAX_ANSWER_BYTES} bytes together.`);
}
