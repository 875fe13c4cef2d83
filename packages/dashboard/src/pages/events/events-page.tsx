import { Badge, Group, Table, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { PageFragment, graphql, useApi, type ResultOf } from "../../data/index.ts";
import {
  Ago,
  atPage,
  type Cursors,
  withFilter,
  Empty,
  isFirstPage,
  ListTable,
  PageFrame,
  PageLink,
  pageOf,
  Pager,
  pagerMoves,
  QueryView,
  TextFilter,
} from "../../ui/index.ts";
import { IconBolt } from "../../ui/icons.ts";
import { EVENT_FILTERS } from "./events-search.ts";

const EVERY_MS = 2_000;

const EventsQuery = graphql(
  `
    query Events($first: Int, $last: Int, $after: String, $before: String, $filter: EventFilter) {
      events(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
        totalCount
        totalCountCapped
        pageInfo {
          ...Page
        }
        nodes {
          id
          type
          source
          subject
          receivedAt
          dispatchedAt
          matched
        }
      }
    }
  `,
  [PageFragment],
);

type Events = ResultOf<typeof EventsQuery>["events"]["nodes"];

const LABELS = {
  type: ["Type", "order.placed or order.*"],
  source: ["Source", "All"],
  subject: ["Subject", "All"],
  text: ["Text in the payload", "ada@example.com"],
} as const;

const route = getRouteApi("/events");

/** Every event that came in, and how many executions each has started. */
export function EventsPage(): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = Object.fromEntries(EVENT_FILTERS.map((name) => [name, search[name] ?? null]));
  const isFiltered = EVENT_FILTERS.some((name) => search[name] !== undefined);
  const isFirst = isFirstPage(search);
  // A text is looked for in thousands of events, so such a list is not asked for all the time.
  const everyMs = isFirst && search.text === undefined && EVERY_MS;
  const query = useApi(EventsQuery, { ...pageOf(search), filter }, { keepsPrevious: true, everyMs });
  const show = (cursors: Cursors): void => void navigate({ search: (before) => atPage(before, cursors) });
  return (
    <PageFrame title="Events" about={everyMs === false ? "The newest first" : "The newest first, live"}>
      <Group align="flex-end" gap="sm">
        {EVENT_FILTERS.map((name) => (
          <TextFilter
            key={name}
            label={LABELS[name][0]}
            placeholder={LABELS[name][1]}
            value={search[name]}
            onChange={(value) => void navigate({ search: (before) => withFilter(before, { [name]: value }) })}
          />
        ))}
      </Group>
      <QueryView query={query}>
        {({ events }) =>
          events.nodes.length === 0 ? (
            <Empty title={isFiltered ? "No event fits these filters" : "No events yet"} icon={IconBolt}>
              {isFiltered
                ? "Take a filter away, or look for fewer letters."
                : "Send one: POST it to /events, or start one of the workflows on the start page."}
            </Empty>
          ) : (
            <>
              <EventTable events={events.nodes} />
              <Pager list={events} {...pagerMoves(show)} />
            </>
          )
        }
      </QueryView>
    </PageFrame>
  );
}

function EventTable({ events }: { readonly events: Events }): ReactElement {
  return (
    <ListTable minWidth={640} columns={["Event", "Source", "Subject", "Came", "Started"]} highlightOnHover>
      {events.map(({ id, type, source, subject, receivedAt, dispatchedAt, matched }) => (
        <Table.Tr key={id}>
          <Table.Td>
            <PageLink to="/events/$id" params={{ id }} size="sm">
              {type}
            </PageLink>
            <Text size="xs" c="dimmed" ff="monospace">
              {id}
            </Text>
          </Table.Td>
          <Table.Td>{source}</Table.Td>
          <Table.Td>{subject}</Table.Td>
          <Table.Td>
            <Ago at={receivedAt} size="sm" />
          </Table.Td>
          <Table.Td>
            {dispatchedAt === null ? (
              <Badge variant="light" color="yellow" radius="sm" tt="none">
                waits
              </Badge>
            ) : (
              (matched ?? 0)
            )}
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}
