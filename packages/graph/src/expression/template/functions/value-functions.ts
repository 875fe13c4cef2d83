import { sha1 } from "@noble/hashes/legacy.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { ExpressionError } from "../../expression-error.ts";
import { spendSteps, spendText } from "./arguments.ts";
import type { Call } from "./template-function.ts";
import { inGroup } from "./template-function.ts";

const COUNTS = [2, 3, 4, 5, 6, 7, 8];

export const valueFunctions = inGroup("values", [
  {
    name: "coalesce",
    kind: "function",
    takes: COUNTS,
    signature: "coalesce(value, …, default) → value",
    description:
      "The first argument that exists and is not null. Only in the last argument is a path that leads to nothing an error.",
    example: 'coalesce(payload.nickname, payload.lead.name, "friend")',
    result: "Ada",
  },
  {
    name: "uuid",
    kind: "function",
    takes: [0],
    declare: ["uuid(): string"],
    signature: "uuid() → text",
    description:
      "A unique id. It stays the same when the step is shown or retried. The second uuid() in a step gives a second id.",
    example: "uuid()",
    result: "d526e8cf-f8ab-56e6-8049-9e8b5358c172",
    run: uuid,
  },
  {
    name: "orValue",
    kind: "method",
    takes: [1],
    signature: "payload.?path.orValue(default) → value",
    description: "The value of a path that may lead to nothing, or the default.",
    example: 'payload.?lead.?phone.orValue("none")',
    result: "none",
  },
  {
    name: "or",
    kind: "method",
    takes: [1],
    signature: "payload.?a.or(payload.?b) → optional value",
    description: "The first of two optional values if it has a value, otherwise the second.",
    example: 'payload.?nickname.or(payload.lead.?name).orValue("none")',
    result: "Ada",
  },
  {
    name: "hasValue",
    kind: "method",
    takes: [0],
    signature: "payload.?path.hasValue() → bool",
    description: "Whether the path leads to something.",
    example: "payload.?phone.hasValue()",
    result: false,
  },
  {
    name: "value",
    kind: "method",
    takes: [0],
    signature: "payload.?path.value() → value",
    description: "The value at the path. If there is none, that is an error.",
    example: "payload.lead.?name.value()",
    result: "Ada",
  },
  {
    name: "of",
    kind: "method",
    takes: [1],
    signature: "optional.of(value) → optional value",
    description: "An optional value that has a value.",
    example: "optional.of(1).hasValue()",
    result: true,
  },
  {
    name: "none",
    kind: "method",
    takes: [0],
    signature: "optional.none() → optional value",
    description: "An optional value without a value.",
    example: "optional.none().orValue(1)",
    result: 1,
  },
  {
    name: "bind",
    kind: "method",
    takes: [3],
    signature: "cel.bind(name, value, formula) → value",
    description: "Gives a value a name in a formula that needs it more than once.",
    example: "cel.bind(x, 2 + 3, x * x)",
    result: 25,
  },
]);

/** The moment of the step, ms since the epoch. */
export function nowOf(call: Call): number {
  const now = call.meter.scope?.now?.();
  if (now === undefined) throw notHere(call, "now() has no moment here: nothing runs yet");
  return now;
}

/** Our own namespace for ids. It is computed at the first use, so that loading the module stays cheap. */
let namespace: Uint8Array | undefined;

/**
 * A name-based id (RFC 9562, version 5), derived from the execution, the step and the number of ids that the step has had
 * before. A random id would differ when a history is replayed.
 */
function uuid(call: Call): string {
  const key = call.meter.scope?.key?.();
  if (key === undefined) throw notHere(call, "uuid() has no step here to name an id after");
  const { budget } = call.meter;
  const count = (budget.ids = (budget.ids ?? 0) + 1);
  spendSteps(call, 10);
  spendText(call, 36);
  const name = utf8ToBytes(JSON.stringify([key, count]));
  namespace ??= sha1(utf8ToBytes("tempograph:uuid")).slice(0, 16);
  const input = new Uint8Array(namespace.length + name.length);
  input.set(namespace);
  input.set(name, namespace.length);
  const hash = sha1(input);
  hash[6] = ((hash[6] as number) & 0x0f) | 0x50;
  hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
  const hex = bytesToHex(hash.slice(0, 16));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function notHere(call: Call, message: string): ExpressionError {
  return new ExpressionError({
    code: "EXPRESSION_NOT_HERE",
    message,
    expression: call.meter.expression,
    hint: "Use it in the data of a node; a trigger can read event.time and event.id",
  });
}
