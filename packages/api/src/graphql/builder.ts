import SchemaBuilder from "@pothos/core";
import DataloaderPlugin from "@pothos/plugin-dataloader";
import ErrorsPlugin from "@pothos/plugin-errors";
import RelayPlugin from "@pothos/plugin-relay";
import { perform } from "../operations/perform.ts";
import { node, nodes } from "../operations/system/system.ts";
import type { GraphqlContext } from "./context.ts";
import { decodeGlobalId, encodeGlobalId } from "./global-id.ts";
import { ForbiddenError } from "./refused-error.ts";
import { unwrapOrRequestError } from "./request-error.ts";

/** Fields are non-null unless they say otherwise, so that a client's types show what may be missing. */
export const builder = new SchemaBuilder<{
  Context: GraphqlContext;
  DefaultFieldNullability: false;
  DefaultNodeNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  Scalars: {
    ID: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
    DateTime: { Input: Date; Output: Date };
  };
}>({
  plugins: [ErrorsPlugin, DataloaderPlugin, RelayPlugin],
  defaultFieldNullability: false,
  errors: {
    directResult: true,
    defaultTypes: [ForbiddenError],
    defaultUnionOptions: {
      description: "The payload, or the reason for which the operation was refused.",
      name: ({ fieldName }) => `${fieldName.slice(0, 1).toUpperCase()}${fieldName.slice(1)}Result`,
    },
  },
  relay: {
    clientMutationId: "omit",
    cursorType: "String",
    encodeGlobalID: encodeGlobalId,
    decodeGlobalID: decodeGlobalId,
    brandLoadedObjects: true,
    nodesOnConnection: { description: "The same nodes without their cursors." },
    idFieldOptions: { description: "A global id: opaque, and unique among all types." },
    nodeTypeOptions: { description: "An object that `node(id)` can load." },
    pageInfoTypeOptions: { description: "The position of a page in its list." },
    nodeQueryOptions: {
      description: "The object with this id, of any type. Null if there is none.",
      args: { id: { description: "A global id." } },
      resolve: async (_root, args, context, _info, load) => {
        unwrapOrRequestError(await perform(node, context, { id: args.id.id }));
        return await load(args.id);
      },
    },
    nodesQueryOptions: {
      description: "The objects with these ids, in their order. Null in the place of an unknown id.",
      args: { ids: { description: "Global ids." } },
      resolve: async (_root, args, context, _info, load) => {
        unwrapOrRequestError(await perform(nodes, context, { ids: args.ids.map(({ id }) => id) }));
        return await load(args.ids);
      },
    },
    hasNextPageFieldOptions: { description: "Whether there are further entries after `endCursor`." },
    hasPreviousPageFieldOptions: { description: "Whether there are further entries before `startCursor`." },
    startCursorFieldOptions: { description: "The cursor of the first edge." },
    endCursorFieldOptions: { description: "The cursor of the last edge; use it as `after` to get the next page." },
    defaultConnectionTypeOptions: { description: "One page of a list." },
    defaultEdgeTypeOptions: { description: "One entry of a page, with its cursor." },
    edgesFieldOptions: { description: "The entries of this page.", nullable: { list: false, items: false } },
    nodeFieldOptions: { description: "The entry.", nullable: false },
    cursorFieldOptions: { description: "An opaque cursor for `after` and `before`." },
    pageInfoFieldOptions: { description: "The position of this page in the list." },
    beforeArgOptions: { description: "Only entries before this cursor." },
    afterArgOptions: { description: "Only entries after this cursor." },
    firstArgOptions: { description: "The number of entries from the start: 1 to 200, default 50." },
    lastArgOptions: { description: "The number of entries from the end, usually with `before`." },
  },
});

builder.queryType({ description: "Reads data. A list costs no more than the page that is requested." });
builder.mutationType({
  description: "Changes data. A refusal is returned as data: one of the types that implement `Error`.",
});
builder.subscriptionType({
  description: "Live updates over SSE or graphql-ws. Each subscription can be resumed by a cursor.",
});
