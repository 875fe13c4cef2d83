import { graphql, useApi, type ResultOf } from "../data/index.ts";

const StoredEventsQuery = graphql(`
  query StoredEventsToTry($filter: EventFilter) {
    events(first: 20, filter: $filter) {
      nodes {
        id
        type
        receivedAt
        data
      }
    }
  }
`);

export type StoredEvent = ResultOf<typeof StoredEventsQuery>["events"]["nodes"][number];

/** The newest stored events of a type, the newest one first; of any type while the type is empty. */
export function useStoredEvents(type: string): readonly StoredEvent[] {
  return useApi(StoredEventsQuery, { filter: type === "" ? null : { type } }).data?.events.nodes ?? [];
}

/** The data of an event as somebody reads and changes it. */
export const dataText = ({ data }: Pick<StoredEvent, "data">): string => JSON.stringify(data, null, 2);
