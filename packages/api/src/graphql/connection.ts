import { resolveCursorConnection } from "@pothos/plugin-relay";
import type { PageRequest } from "@tempograph/db";
import { GraphQLError } from "graphql";
import { decodeCursor, encodeCursor, type CursorShape } from "../app/cursor.ts";

interface ConnectionArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

export const DEFAULT_PAGE = 50;
export const LARGEST_PAGE = 200;

interface Page<T> {
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor?: string | null;
    endCursor?: string | null;
  };
  readonly edges: { cursor: string; node: T }[];
}

/** A Relay page over a keyset query. `keyOf` gives the key that the query's `after` and `before` take. */
export async function connectionOf<T>(
  args: ConnectionArguments,
  shape: CursorShape,
  keyOf: (row: T) => string,
  list: (page: PageRequest) => Promise<readonly T[]>,
): Promise<Page<T>> {
  const connection = await resolveCursorConnection(
    { args, defaultSize: DEFAULT_PAGE, maxSize: LARGEST_PAGE, toCursor: (row) => encodeCursor(keyOf(row as T)) },
    async ({ after, before, limit, inverted }): Promise<unknown[]> => [
      ...(await list({
        limit,
        after: keyFrom(after, shape, "after"),
        before: keyFrom(before, shape, "before"),
        backward: inverted,
      })),
    ],
  );
  // The plugin's types lose the row's type on the way.
  return connection as unknown as Page<T>;
}

function keyFrom(cursor: string | undefined, shape: CursorShape, argument: string): string | undefined {
  if (cursor === undefined) return undefined;
  const key = decodeCursor(cursor, shape);
  if (key === undefined)
    throw new GraphQLError(`\`${argument}\` is no cursor of this API.`, {
      extensions: {
        code: "INVALID_INPUT",
        path: `/${argument}`,
        hint: "Give an `endCursor` or `startCursor` as it came.",
      },
    });
  return key;
}
