import { isObject, type Json } from "../definition/json.ts";

/**
 * The CloudEvents `source` of the events that a trigger kind makes: `tempograph:webhook/orders`. Segments are encoded, so that no two
 * lists of segments give the same text.
 *
 * Only Tempograph itself makes events with such a source. A trigger takes them only if it names the source, because anybody may be
 * able to send a webhook, while the events of callers come with a token.
 */
export function triggerSource(kind: string, ...segments: readonly string[]): string {
  return `tempograph:${[kind, ...segments].map(encodeURIComponent).join("/")}`;
}

/**
 * All sources that an event counts as having: its own, and for what happened to a workflow's execution also those with the key and the name by
 * which triggers call the workflow, so that it is one event however they call it.
 */
export function sourcesOf({ source, data }: SourcedEvent): readonly string[] {
  const names = source.startsWith(WORKFLOW_SOURCE) && isObject(data) ? data[HEARD_AS] : undefined;
  if (!Array.isArray(names)) return [source];
  return [source, ...(names as readonly string[]).map((name) => triggerSource("workflow", name))];
}

/** The field of such an event's data with the key and the name, as far as live triggers use them. */
export const HEARD_AS = "heardAs";

/** What a trigger that listens to this source calls the workflow. Undefined: the source is not that of a workflow. */
export function workflowOfSource(source: string): string | undefined {
  return source.startsWith(WORKFLOW_SOURCE) ? decodeURIComponent(source.slice(WORKFLOW_SOURCE.length)) : undefined;
}

const WORKFLOW_SOURCE = "tempograph:workflow/";

export interface SourcedEvent {
  readonly source: string;
  readonly data?: Json;
}

/** Whether only Tempograph may make events with this source. `tempograph:exe_…`, which names an execution, is none of them. */
export function isReservedSource(source: string): boolean {
  return /^tempograph:[^/]*\//i.test(source);
}
