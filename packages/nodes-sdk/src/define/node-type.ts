import type { Json, JsonSchema, RetrySettings, SentencePattern, TimeoutSettings } from "@tempograph/graph";
import type { z } from "zod";
import type { NodeContext } from "../context/node-context.ts";
import type { PortResult } from "./port.ts";

/** What an author may return: what the output schema accepts, or any value that JSON can hold where there is none. */
export type OutputOf<Output extends z.ZodType | undefined> = Output extends z.ZodType ? z.input<Output> : unknown;

/** The definition that `defineNode` takes. */
export interface NodeSpec<
  Input extends z.ZodObject,
  Output extends z.ZodType | undefined,
  Ports extends readonly string[],
> {
  /** The name that graphs use, such as `score_lead`: snake_case, 2 to 64 characters, unique among all packs of a stack. */
  readonly type: string;
  /** The name that an editor's palette shows. */
  readonly title: string;
  /** One or two sentences that say what the node does and what its output is. */
  readonly description: string;
  /**
   * Schema of the input, an object. `.describe()` of a field becomes its help text in editors, `.default()` applies at run
   * time. An input that does not fit fails the step with `INPUT_INVALID`, without a retry.
   */
  readonly input: Input;
  /** Schema of the output, on every port. An output that does not fit fails the step with `OUTPUT_INVALID`, without a retry. */
  readonly output?: Output;
  /** The ports it can end on, beside `error`. Default `["out"]`. */
  readonly ports?: Ports;
  /** Defaults for `settings.retry` of its nodes. */
  readonly retry?: RetrySettings;
  /** Defaults for `settings.timeout` of its nodes. */
  readonly timeout?: TimeoutSettings;
  /**
   * The Temporal task queue whose workers carry it out. Default: that of the worker that runs the workflows. For nodes that
   * need a machine of their own, or a worker in another language. They never run on the burst lane.
   */
  readonly taskQueue?: string;
  /**
   * The types of connections that it takes, such as `["http.bearer", "http.basic"]`. A node then names one in `data.connection`;
   * the attempt finds it in `ctx.connection`, and `ctx.fetch` adds its credentials to every request.
   */
  readonly connections?: readonly string[];
  /** Whether it cannot do without a connection: a node that names none is then refused. */
  readonly needsConnection?: true;
  /**
   * Whether a second run with the same input and idempotency key does no harm: always (`true`), never (`false`, the default),
   * or where this JSONLogic condition over the input holds: `{ when: { "==": [{ "var": "method" }, "GET"] } }`.
   * Only idempotent steps may run on the burst lane.
   */
  readonly idempotent?: boolean | { readonly when: Json };
  /**
   * How a node of this type is said in a sentence, with fields of the input in braces and optional parts in brackets:
   * `"score {lead}[ by the model {model}]"`. Of several the first is taken whose fields are all there. Default: the title.
   */
  readonly sentence?: SentencePattern | readonly SentencePattern[];
  /** An example of the input, for editors. Has to fit `input`. */
  readonly example?: z.input<Input>;
  /**
   * Does the work, once per attempt. Returns the output, or `port("name", output)` for a node with several ports.
   * Throw `NodeError` (or `retryable(…)`, `permanent(…)`) to say whether another attempt makes sense; anything else that
   * is thrown counts as retryable with the code `NODE_FAILED`.
   */
  execute(ctx: NodeContext, input: z.output<Input>): Promise<NodeReturn<Output, Ports>> | NodeReturn<Output, Ports>;
}

export type NodeReturn<Output extends z.ZodType | undefined, Ports extends readonly string[]> =
  | OutputOf<Output>
  | PortResult<Ports[number], OutputOf<Output>>;

/** A checked node definition, as `defineNode` returns it and a pack lists it. */
export interface NodeType<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType | undefined = z.ZodType | undefined,
  Ports extends readonly string[] = readonly string[],
> extends NodeSpec<Input, Output, Ports> {
  readonly ports: Ports;
  readonly idempotent: boolean | { readonly when: Json };
  /**
   * The JSON Schemas of `input` and `output`. `defineNode` makes them with the pack's own copy of zod, because an older zod
   * keeps the texts of `.describe()` inside its own copy, where another copy cannot read them.
   */
  readonly schemas: { readonly input: JsonSchema; readonly output?: JsonSchema };
}
