import { jsonSize, type Json } from "@tempograph/graph";

/** The default length of a page, for all lists of GraphQL and REST. */
export const DEFAULT_PAGE = 50;
export const LARGEST_PAGE = 200;
/**
 * Bytes of the rows of a page. A page of larger rows is shorter than requested, but has at least one row. Writing 4 MiB as text held up the event
 * loop for 70 ms (I14).
 */
const MAX_PAGE_BYTES = 2 * 1024 * 1024;

/** How many of the rows fit into a page by their size, counted from the first. */
export function rowsThatFit(rows: readonly unknown[]): number {
  let left = MAX_PAGE_BYTES;
  const beyond = rows.findIndex((row, index) => {
    left -= jsonSize(row as Json, left);
    return left < 0 && index > 0;
  });
  return beyond === -1 ? rows.length : beyond;
}
