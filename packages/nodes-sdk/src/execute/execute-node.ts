import { type Json, type JsonObject, type JsonSchema, limits } from "@tempograph/graph";
import type { z } from "zod";
import type { NodeContext } from "../context/node-context.ts";
import type { NodeType } from "../define/node-type.ts";
import { isPortResult } from "../define/port.ts";
import { isNodeError, type NodeError, permanent, retryable } from "../error/node-error.ts";
import { normaliseOutput } from "../json/normalise-output.ts";
import { type MarkedSecrets, markedSecrets } from "../redact/marked-secrets.ts";
import { namedSecrets } from "../redact/named-secrets.ts";
import { scrubbedError } from "../redact/scrubbed-error.ts";
import { createSecretScrubber, type SecretScrubber } from "../redact/secret-scrubber.ts";

export interface NodeResult {
  readonly output: Json;
  /** `out` if the node named no port. */
  readonly port: string;
}

/** Greatest size of an output, in bytes of JSON. */
export const MAX_OUTPUT_BYTES = limits.MAX_VALUE_BYTES;

export interface ExecuteOptions {
  /** Greatest size of the output. Default `MAX_OUTPUT_BYTES`. */
  readonly maxOutputBytes?: number;
  /** The secret values that are known before the node runs; it gets those that the node names. Also for the logger of the context. */
  readonly scrubber?: SecretScrubber;
}

/** The context without what `executeNode` adds. */
export type AttemptContext = Omit<NodeContext, "secret">;

/**
 * Runs one attempt of a node; used by the worker and by the test harness. It checks the input with its schema, calls `execute`,
 * converts the output to JSON, and checks it with its schema and against the size limit. Secret values are taken out of the output,
 * the heartbeat details and the error (I10): those of the scrubber, those that the node names by `ctx.secret` or reads from its
 * configuration under names such as `password`, and those in fields that its schemas mark as secret. An error also loses what looks like
 * a secret.
 *
 * @throws NodeError; or, when the context's signal has aborted, whatever `execute` threw about it
 */
export async function executeNode(
  node: NodeType,
  ctx: AttemptContext,
  input: JsonObject,
  { maxOutputBytes = MAX_OUTPUT_BYTES, scrubber = createSecretScrubber() }: ExecuteOptions = {},
): Promise<NodeResult> {
  try {
    for (const secret of markedIn(node.schemas.input, input).secrets) scrubber.add(secret);
    const { port, output } = await attempt(node, ctx, input, scrubber);
    // Before secrets are looked for as well: that takes time in proportion to the size, on the thread that all executions share (I14).
    checkSize(output, maxOutputBytes);
    const marked = node.schemas.output === undefined ? undefined : markedIn(node.schemas.output, output);
    for (const secret of marked?.secrets ?? []) scrubber.add(secret);
    const safe = scrubber.json(marked?.value ?? output);
    if (safe !== output) checkSize(safe, maxOutputBytes);
    return { output: safe, port };
  } catch (error) {
    const known = asNodeError(error, ctx.signal);
    throw isNodeError(known) ? scrubbedError(known, scrubber) : known;
  }
}

async function attempt(
  node: NodeType,
  ctx: AttemptContext,
  input: JsonObject,
  scrubber: SecretScrubber,
): Promise<NodeResult> {
  const parsed = await node.input.safeParseAsync(input);
  if (!parsed.success) throw doesNotFit("INPUT_INVALID", "The input", parsed.error, inputHint(parsed.error));
  const returned: unknown = await node.execute(
    {
      ...ctx,
      heartbeat: (details) =>
        ctx.heartbeat(
          details === undefined
            ? undefined
            : heartbeatDetails(scrubber.json(heartbeatDetails(normaliseOutput(details, "heartbeat details")))),
        ),
      secret(value) {
        scrubber.add(value);
        return value;
      },
      config(name) {
        const value = ctx.config(name);
        for (const secret of namedSecrets(name, value)) scrubber.add(secret);
        return value;
      },
    },
    parsed.data,
  );
  const { port, output: value } = isPortResult(returned) ? returned : { port: "out", output: returned };
  if (!node.ports.includes(port)) {
    throw permanent("PORT_UNKNOWN", `${node.type} ended on port ${JSON.stringify(port)}, which it does not declare.`, {
      hint: `Return port(name, output) with one of its ports: ${node.ports.join(", ")}.`,
    });
  }
  return { port, output: await checkedOutput(node, normaliseOutput(value)) };
}

const marks = new WeakMap<object, MarkedSecrets | undefined>();

function markedIn(schema: JsonSchema, value: Json): ReturnType<MarkedSecrets["takeOut"]> {
  if (typeof schema !== "object") return { value, secrets: [] };
  if (!marks.has(schema)) marks.set(schema, markedSecrets(schema));
  return marks.get(schema)?.takeOut(value) ?? { value, secrets: [] };
}

function checkSize(output: Json, maxOutputBytes: number): void {
  const bytes = Buffer.byteLength(JSON.stringify(output));
  if (bytes <= maxOutputBytes) return;
  throw permanent("OUTPUT_TOO_LARGE", `The output is ${bytes} bytes of JSON; at most ${maxOutputBytes} are kept.`, {
    hint: "Return only what later steps need, or store the data elsewhere and return a reference to it.",
    details: { bytes, limit: maxOutputBytes },
  });
}

/**
 * The details as JSON of bounded size. Temporal would cancel the step of a node whose details it cannot write, and each value
 * over 32 KiB would be one more row in Postgres.
 */
function heartbeatDetails(json: Json): Json {
  const bytes = Buffer.byteLength(JSON.stringify(json));
  if (bytes <= limits.MAX_INLINE_BYTES) return json;
  throw permanent(
    "HEARTBEAT_TOO_LARGE",
    `The heartbeat details are ${bytes} bytes of JSON; at most ${limits.MAX_INLINE_BYTES} are kept.`,
    {
      hint: "Leave a cursor or a reference for the next attempt, and store the data elsewhere.",
      details: { bytes, limit: limits.MAX_INLINE_BYTES },
    },
  );
}

async function checkedOutput(node: NodeType, output: Json): Promise<Json> {
  if (node.output === undefined) return output;
  const parsed = await node.output.safeParseAsync(output);
  if (!parsed.success)
    throw doesNotFit(
      "OUTPUT_INVALID",
      "The output",
      parsed.error,
      `Correct the node ${node.type}, or its output schema.`,
    );
  return normaliseOutput(parsed.data);
}

function inputHint({ issues }: z.ZodError): string {
  // The most common way to a number where a text is needed: `"message": "{{ payload.events.size() }}"`.
  const text = issues.some((issue) => issue.code === "invalid_type" && issue.expected === "string");
  return `Correct the node's data in the workflow.${text ? " A field that is nothing but {{ … }} has the type of its value: for a text, write string(…) inside of it." : ""}`;
}

function doesNotFit(code: string, what: string, error: z.ZodError, hint: string): NodeError {
  const problems = error.issues.slice(0, 20).map((issue) => ({ path: fieldPath(issue.path), message: issue.message }));
  const list = problems.map(({ path, message }) => `${path === "" ? "" : `${path}: `}${message}`).join("; ");
  return permanent(code, `${what} does not fit its schema: ${list}`.slice(0, 2_000), { hint, details: { problems } });
}

/** `items[2].name`: as a person writes it. */
function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`))
    .join("");
}

function asNodeError(error: unknown, signal: AbortSignal): unknown {
  if (isNodeError(error)) return error;
  if (signal.aborted && isAbort(error, signal)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return retryable("NODE_FAILED", message === "" ? "The node failed without a message." : message, {
    cause: error,
    hint: "Look at the step's log. A node can throw a NodeError to say what to do.",
  });
}

/** Whether an error only says that the signal aborted. */
export function isAbort(error: unknown, signal: AbortSignal): boolean {
  for (let each: unknown = error, depth = 0; depth < 8 && each !== undefined && each !== null; depth += 1) {
    if (each === signal.reason) return true;
    if (!(each instanceof Error)) return false;
    if (each.name === "AbortError") return true;
    each = each.cause;
  }
  return false;
}
