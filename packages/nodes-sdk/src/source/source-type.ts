import type { Json, JsonSchema } from "@tempograph/graph";
import type { z } from "zod";
import type { NodeContext } from "../context/node-context.ts";
import type { NodeType } from "../define/node-type.ts";

/** Something that a source has found. It becomes one event; one that cannot, because it is over 1 MiB or holds `\u0000`, is skipped and told. */
export interface SourceItem<Data = unknown> {
  /** What the item is called at its source, such as the id of a row or the GUID of an article. An item with an id that was seen before is left out. */
  readonly id: string;
  /** The data of the event. */
  readonly data: Data;
  /** When it happened, in RFC 3339. Default: when it was found. */
  readonly time?: string | undefined;
}

/** What one poll has found. */
export interface SourceAnswer<Data = unknown, Cursor = unknown> {
  /** At most 10,000. The oldest first; the events of one answer are stored together. */
  readonly items: readonly SourceItem<Data>[];
  /** What the next poll gets. It is stored together with the events of the items. */
  readonly cursor?: Cursor | undefined;
  /** Whether there are more items now. The next poll then follows at once. */
  readonly more?: boolean | undefined;
}

/** The definition that `defineSource` takes. */
export interface SourceSpec<
  Input extends z.ZodObject,
  Cursor extends z.ZodType | undefined,
  Data extends z.ZodType | undefined,
> {
  /** The name that triggers use, such as `rss`: snake_case, 2 to 64 characters, unique among the sources of all packs of a stack. */
  readonly type: string;
  readonly title: string;
  /** One or two sentences that say what the source reads and what an item is. */
  readonly description: string;
  /** Schema of what a trigger says in `config.input`. */
  readonly input: Input;
  /** Schema of the cursor. Absent: any JSON. A stored cursor that does not fit any more counts as none. */
  readonly cursor?: Cursor;
  /** Schema of the data of an item. */
  readonly data?: Data;
  /** As for nodes: the types of connections that it takes. `ctx.fetch` adds the credentials. */
  readonly connections?: readonly string[];
  readonly needsConnection?: true;
  /** An example of the input, for editors. */
  readonly example?: z.input<Input>;
  /**
   * Reads what is new. It gets the cursor of the poll before it, undefined in the first poll. Ids decide what is new, so a source may also
   * give the same items again; a cursor only saves the reading. Throw a `NodeError` as in a node.
   */
  poll(
    ctx: NodeContext,
    input: z.output<Input>,
    cursor: CursorOf<Cursor> | undefined,
  ): Promise<SourceAnswer<DataOf<Data>, CursorOf<Cursor>>>;
}

export type CursorOf<Cursor extends z.ZodType | undefined> = Cursor extends z.ZodType ? z.output<Cursor> : Json;
export type DataOf<Data extends z.ZodType | undefined> = Data extends z.ZodType ? z.input<Data> : unknown;

/** A checked source, as `defineSource` returns it and a pack lists it in `sources`. */
export interface SourceType {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly connections?: readonly string[];
  readonly needsConnection?: true;
  readonly example?: object;
  readonly schemas: { readonly input: JsonSchema; readonly data?: JsonSchema };
  /** One poll as a node, so that checks, secrets, limits and errors are those of nodes. Its input is `{ input, cursor? }`, its output a `SourceAnswer`. */
  readonly node: NodeType;
  /** The cursor, or undefined if it does not fit the schema. */
  readCursor(cursor: unknown): unknown;
}
