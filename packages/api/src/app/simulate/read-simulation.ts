import {
  checkJsonValue,
  isObject,
  type EventData,
  type Json,
  type SimulatedFacts,
  type SimulationLimits,
} from "@tempograph/graph";
import { invalidInput, ok, refuse, type Result } from "../app-error.ts";
import { MAX_EVENT_BYTES } from "../send-events.ts";

const MOST_STEPS = 100_000;
const DEFAULT_STEPS = 20_000;
const MOST_VIRTUAL_MS = 10 * 366 * 86_400_000;
const DEFAULT_VIRTUAL_MS = 366 * 86_400_000;

export interface SimulateInput {
  /** `{ nodes, edges, settings? }`; or `workflowId`. */
  readonly graph?: unknown;
  readonly triggers?: unknown;
  readonly workflowId?: string | null | undefined;
  /** With `workflowId`: a published version. Default: the draft. */
  readonly version?: number | null | undefined;
  /** `{ type?, data?, source?, subject?, time?, id? }` */
  readonly event?: unknown;
  /** The event's data, if nothing else of the event matters. */
  readonly payload?: unknown;
  /** `{ state?, lookup?, ranBefore? }`: what the conditions of triggers know beside the event. */
  readonly known?: unknown;
  readonly maxSteps?: number | null | undefined;
  readonly maxVirtualMs?: number | null | undefined;
}

export function readEvent({ event, payload }: SimulateInput): Result<EventData> {
  const given = event ?? {};
  if (typeof given !== "object" || Array.isArray(given))
    return refuse(invalidInput("/event", "`event` has to be an object.", 'Write { "type": "…", "data": { … } }.'));
  const fields = given as Readonly<Record<string, unknown>>;
  for (const name of ["id", "type", "source", "subject", "time"]) {
    if (fields[name] != null && (typeof fields[name] !== "string" || fields[name].length > 512))
      return refuse(
        invalidInput(`/event/${name}`, `\`${name}\` has to be a text of at most 512 characters.`, "Shorten the text."),
      );
  }
  const time = fields["time"] == null ? Date.now() : Date.parse(fields["time"] as string);
  if (Number.isNaN(time))
    return refuse(
      invalidInput(
        "/event/time",
        "`time` is not a moment.",
        "Send a moment in RFC 3339, such as 2026-11-21T09:30:00Z.",
      ),
    );
  const data = (payload === undefined ? (fields["data"] ?? {}) : payload) as Json;
  const [problem] = checkJsonValue({ ...fields, data }, { maxBytes: MAX_EVENT_BYTES });
  if (problem) return refuse(invalidInput(`/event${problem.path}`, problem.message, problem.hint));
  const text = (name: string, otherwise: string) => (fields[name] as string | null | undefined) ?? otherwise;
  return ok({
    id: text("id", "evt_simulated"),
    type: text("type", "event"),
    source: text("source", "api"),
    ...(fields["subject"] != null && { subject: fields["subject"] as string }),
    time: new Date(time).toISOString(),
    data,
  });
}

export function readKnown({ known }: SimulateInput): Result<SimulatedFacts> {
  const given = known ?? {};
  const wrong = isObject(given) ? ["/state", "/lookup"].find((place) => !isObject(given[place.slice(1)] ?? {})) : "";
  if (!isObject(given) || wrong !== undefined)
    return refuse(
      invalidInput(
        `/known${wrong}`,
        "What triggers know beside the event has to be an object.",
        'Write { "state": { "seen": null }, "lookup": { "customer": { "tier": "gold" } }, "ranBefore": false }.',
      ),
    );
  const [problem] = checkJsonValue(given, { maxBytes: MAX_EVENT_BYTES });
  if (problem) return refuse(invalidInput(`/known${problem.path}`, problem.message, problem.hint));
  return ok(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)));
}

export function readLimits({ maxSteps, maxVirtualMs }: SimulateInput): Result<SimulationLimits> {
  for (const [name, value, most] of [
    ["maxSteps", maxSteps, MOST_STEPS],
    ["maxVirtualMs", maxVirtualMs, MOST_VIRTUAL_MS],
  ] as const) {
    if (value != null && !(value >= 1 && value <= most))
      return refuse(
        invalidInput(`/${name}`, `\`${name}\` is ${String(value)}.`, `Use a number from 1 to ${String(most)}.`),
      );
  }
  return ok({ maxSteps: maxSteps ?? DEFAULT_STEPS, maxVirtualMs: maxVirtualMs ?? DEFAULT_VIRTUAL_MS });
}
