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

/** Whether only Tempograph may make events with this source. `tempograph:exe_…`, which names an execution, is none of them. */
export function isReservedSource(source: string): boolean {
  return /^tempograph:[^/]*\//i.test(source);
}
