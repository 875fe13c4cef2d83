import type { JsonSchema } from "@tempograph/graph";
import { z } from "zod";
import { createNodeType } from "../define/define-node.ts";
import { inputSchemaOf, outputSchemaOf } from "../define/json-schema.ts";
import type { NodeType } from "../define/node-type.ts";
import { schemaProblems } from "../define/schema-problems.ts";
import { MAX_ITEM_ID_LENGTH, partItems } from "./skipped-items.ts";
import type { CursorOf, SourceSpec, SourceType } from "./source-type.ts";

const NONE: ReadonlySet<string> = new Set();

interface Given<Input extends z.ZodObject, Cursor extends z.ZodType | undefined> {
  readonly input: z.output<Input>;
  readonly cursor: CursorOf<Cursor> | undefined;
}

/**
 * Defines a source: something that is asked from time to time what is new. Triggers of the kind `poll` use it.
 *
 *     export const tickets = defineSource({
 *       type: "acme_tickets",
 *       title: "Tickets of Acme",
 *       description: "New tickets. An item is a ticket.",
 *       input: z.object({ queue: z.string() }),
 *       cursor: z.int(),
 *       async poll(ctx, { queue }, after = 0) {
 *         const response = await ctx.fetch(`https://api.acme.example/${queue}/tickets?after=${after}`);
 *         const tickets = (await response.json()) as { id: number }[];
 *         return { items: tickets.map((data) => ({ id: String(data.id), data })), cursor: tickets.at(-1)?.id ?? after };
 *       },
 *     });
 *
 * @throws TypeError that names everything that is wrong with the definition, with hints
 */
export function defineSource<
  Input extends z.ZodObject,
  Cursor extends z.ZodType | undefined = undefined,
  Data extends z.ZodType | undefined = undefined,
>(spec: SourceSpec<Input, Cursor, Data>): SourceType {
  const { type, title, description, example, connections, needsConnection } = spec;
  const problems = [
    ...schemaProblems("input", spec.input, () => inputSchemaOf(spec.input), true),
    ...(typeof spec.poll === "function" ? [] : ["`poll` is no function: it reads what is new, (ctx, input, cursor)."]),
  ];
  if (problems.length > 0) throw new TypeError(`defineSource(${JSON.stringify(type)}): ${problems.join(" ")}`);
  const cursor = spec.cursor ?? z.unknown();
  const taken = {
    ...(connections !== undefined && { connections }),
    ...(needsConnection !== undefined && { needsConnection }),
  };
  const node = createNodeType(
    "defineSource",
    {
      ...{ type, title, description, ...taken, idempotent: true },
      input: z.object({ input: spec.input, cursor: cursor.optional() }),
      output: z.object({
        items: z.array(z.object({ id, data: spec.data ?? z.unknown(), time: z.string().optional() })),
        cursor: cursor.optional(),
        more: z.boolean().optional(),
        skipped: z.array(z.object({ id: z.string(), why: z.string() })).optional(),
      }),
      ...(example !== undefined && { example: { input: example } as never }),
      async execute(ctx, given) {
        const { input, cursor: stored } = given as unknown as Given<Input, Cursor>;
        const answer = await spec.poll(ctx, input, stored);
        if (!Array.isArray(answer?.items)) return answer as never;
        const { items, skipped } = partItems(answer.items);
        return { ...answer, items, skipped: skipped.length > 0 ? skipped : undefined } as never;
      },
    },
    NONE,
  );
  const data = spec.data && outputSchemaOf(spec.data);
  return Object.freeze({
    ...{ type, title, description, ...taken, node: node as unknown as NodeType },
    ...(example !== undefined && { example }),
    schemas: Object.freeze({ input: inputSchemaOf(spec.input) as JsonSchema, ...(data !== undefined && { data }) }),
    readCursor: (stored: unknown) => (cursor.safeParse(stored).success ? stored : undefined),
  });
}

const id = z.string().min(1).max(MAX_ITEM_ID_LENGTH);
