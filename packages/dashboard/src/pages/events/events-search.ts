import { readCursors, readText, type Cursors } from "../../ui/cursors.ts";

/** Which events are shown. */
export interface EventsSearch extends Cursors {
  readonly type?: string;
  readonly source?: string;
  readonly subject?: string;
  /** A text in the payload. */
  readonly text?: string;
}

export const EVENT_FILTERS = ["type", "source", "subject", "text"] as const;

export function readEventsSearch(search: Readonly<Record<string, unknown>>): EventsSearch {
  const filters = EVENT_FILTERS.flatMap((name) => {
    const value = readText(search, name);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...(Object.fromEntries(filters) as EventsSearch), ...readCursors(search) };
}
