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

/** Everything is non-null unless a field says otherwise, so that a client's types say what can be missing. */
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
      description: "The payload, or why it was refused.",
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
    idFieldOptions: { description: "Global id: opaque, unique among all types." },
    nodeTypeOptions: { description: "Anything that `node(id)` can find again." },
    pageInfoTypeOptions: { description: "Where a page stands in its list." },
    nodeQueryOptions: {
      description: "Whatever has this id, of any type. Null where there is none.",
      args: { id: { description: "Global id." } },
      resolve: async (_root, args, context, _info, load) => {
        unwrapOrRequestError(await perform(node, context, { id: args.id.id }));
        return await load(args.id);
      },
    },
    nodesQueryOptions: {
      description: "Whatever has these ids, in their order. Null at the place of each that is unknown.",
      args: { ids: { description: "Global ids." } },
      resolve: async (_root, args, context, _info, load) => {
        unwrapOrRequestError(await perform(nodes, context, { ids: args.ids.map(({ id }) => id) }));
        return await load(args.ids);
      },
    },
    hasNextPageFieldOptions: { description: "More follows after `endCursor`." },
    hasPreviousPageFieldOptions: { description: "More stands before `startCursor`." },
    startCursorFieldOptions: { description: "Cursor of the first edge." },
    endCursorFieldOptions: { description: "Cursor of the last edge: `after` of the next page." },
    defaultConnectionTypeOptions: { description: "One page of a list." },
    defaultEdgeTypeOptions: { description: "One entry of a page, with its cursor." },
    edgesFieldOptions: { description: "The entries of this page.", nullable: { list: false, items: false } },
    nodeFieldOptions: { description: "The entry.", nullable: false },
    cursorFieldOptions: { description: "Opaque: for `after` and `before`." },
    pageInfoFieldOptions: { description: "Where this page stands in the list." },
    beforeArgOptions: { description: "Only what stands before this cursor." },
    afterArgOptions: { description: "Only what stands after this cursor." },
    firstArgOptions: { description: "Length of the page from its start: 1 to 200, default 50." },
    lastArgOptions: { description: "Length of the page from its end, with `before`." },
  },
});

builder.queryType({ description: "Reading. Costs no more than its page." });
builder.mutationType({
  description: "Writing. What goes wrong comes back as data: one of the types that implement `Error`.",
});
builder.subscriptionType({ description: "Live views, over SSE or graphql-ws; each can be resumed by cursor." });
