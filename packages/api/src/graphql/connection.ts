import { resolveCursorConnection } from "@pothos/plugin-relay";
import type { FittingRows } from "@tempograph/db";
import type { KeyRing } from "@tempograph/runtime";
import { GraphQLError } from "graphql";
import { decodeCursor, encodeCursor, type CursorShape } from "../app/cursor.ts";
import { DEFAULT_PAGE, LARGEST_PAGE, rowsThatFit } from "../app/page.ts";
import { choice } from "../operations/fields.ts";
import type { AnyList } from "../operations/operation.ts";
import { MOST_COUNTED, countList, performList, type ListRequest } from "../operations/perform.ts";
import { builder } from "./builder.ts";
import type { GraphqlContext } from "./context.ts";
import { enumType } from "./zod-types.ts";
import { unwrapOrRequestError } from "./request-error.ts";

interface ConnectionArguments {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
  readonly order?: "newestFirst" | "oldestFirst" | null | undefined;
}

type Count = Promise<{ readonly totalCount: number; readonly totalCountCapped: boolean }>;

// oxlint-disable-next-line typescript/no-explicit-any -- Pothos types fields by what is known when it compiles
type Fields = any;

const ListOrder = enumType(
  choice("ListOrder", "The order of a list.", {
    newestFirst: "The newest first. This is the default.",
    oldestFirst: "The oldest first.",
  }),
);

const made = new Map<string, unknown>();

/** One connection type for each entry type, whatever field it belongs to, so that clients can share fragments. */
function connectionType(name: string) {
  if (!made.has(name)) {
    const type = builder.connectionObject(
      {
        type: name as never,
        name: `${name}Connection`,
        fields: (t: Fields) => ({
          totalCount: t.int({
            description: `The length of the whole list, counted up to ${MOST_COUNTED.toLocaleString("en")}.`,
            resolve: async ({ count }: { count: () => Count }) => (await count()).totalCount,
          }),
          totalCountCapped: t.boolean({
            description: "Whether the list is longer than `totalCount`.",
            resolve: async ({ count }: { count: () => Count }) => (await count()).totalCountCapped,
          }),
        }),
      } as never,
      { name: `${name}Edge` },
    );
    made.set(name, type);
  }
  return made.get(name);
}

/** A list operation as a Relay connection. `inputOf` makes its input from the parent and the field's arguments. */
export function connectionField<Parent>(
  t: Fields,
  list: AnyList,
  args: object,
  inputOf: (parent: Parent, args: Record<string, unknown>) => Record<string, unknown>,
) {
  return t.connection(
    {
      type: list.of,
      description: list.description,
      args: {
        ...args,
        ...(list.newestFirst && {
          order: t.arg({ type: ListOrder, required: false, description: "Default NEWEST_FIRST." }),
        }),
      },
      async resolve(parent: Parent, args: ConnectionArguments & Record<string, unknown>, context: GraphqlContext) {
        const input = inputOf(parent, args);
        const page = await relayPage(args, list, context.deps.masterKeys, (request) =>
          context.loads.read(async () =>
            unwrapOrRequestError(await performList(list, context, input as never, request)),
          ),
        );
        let counted: Count | undefined;
        const count = async (): Count => unwrapOrRequestError(await countList(list, context, input as never));
        return { ...page, count: () => (counted ??= count()) };
      },
    },
    connectionType(list.of),
  );
}

/** Reads a Relay page with a keyset query. */
async function relayPage(
  args: ConnectionArguments,
  { cursor: shape, keyOf }: AnyList,
  keys: KeyRing,
  read: (page: ListRequest) => Promise<FittingRows<unknown>>,
) {
  checkLength("first", args.first);
  checkLength("last", args.last);
  const from = (argument: string, cursor: string | undefined) => keyFrom(keys, shape, argument, cursor);
  let leftOut = false;
  const page = await resolveCursorConnection(
    {
      args,
      defaultSize: DEFAULT_PAGE,
      maxSize: LARGEST_PAGE,
      toCursor: (row) => encodeCursor(keys, keyOf(row as never)),
    },
    async ({ after, before, limit, inverted }): Promise<unknown[]> => {
      const found = await read({
        limit,
        after: from("after", after),
        before: from("before", before),
        backward: inverted,
        oldestFirst: args.order === "oldestFirst",
      });
      ({ leftOut } = found);
      return [...found.rows];
    },
  );
  return page && shortened(page, args.last != null, leftOut);
}

interface RelayPage {
  readonly edges: readonly ({ readonly cursor: string; readonly node: unknown } | null | undefined)[];
  readonly pageInfo: object;
}

/**
 * Leaves out the entries that make the page too large: the last ones, or the first ones of a page that was requested backward. With
 * `leftOut` Postgres has left out some already.
 */
function shortened<Page extends RelayPage>(page: Page, backward: boolean, leftOut: boolean): Page {
  const nodes = page.edges.map((edge) => edge?.node);
  const fitting = rowsThatFit(backward ? nodes.toReversed() : nodes);
  if (fitting === nodes.length && !leftOut) return page;
  const edges = backward ? page.edges.slice(-fitting) : page.edges.slice(0, fitting);
  const more = backward
    ? { hasPreviousPage: true, startCursor: edges[0]?.cursor }
    : { hasNextPage: true, endCursor: edges.at(-1)?.cursor };
  return { ...page, edges, pageInfo: { ...page.pageInfo, ...more } };
}

function checkLength(argument: string, length: number | null | undefined): void {
  if (length == null || (length >= 1 && length <= LARGEST_PAGE)) return;
  throw invalidArgument(
    argument,
    `\`${argument}\` is ${String(length)}; a page has 1 to ${String(LARGEST_PAGE)} entries.`,
    "Request shorter pages, and continue with `after`.",
  );
}

function keyFrom(keys: KeyRing, shape: CursorShape, argument: string, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const key = decodeCursor(keys, cursor, shape);
  if (key !== undefined) return key;
  throw invalidArgument(
    argument,
    `\`${argument}\` is not a cursor of this list.`,
    "Send an `endCursor` or `startCursor` of this list unchanged.",
  );
}

function invalidArgument(argument: string, message: string, hint: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "INVALID_INPUT", path: `/${argument}`, hint, cure: hint } });
}
