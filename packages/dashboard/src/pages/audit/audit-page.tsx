import { Badge, Code, Group, Table, Text } from "@mantine/core";
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
  pageOf,
  Pager,
  pagerMoves,
  QueryView,
  TextFilter,
} from "../../ui/index.ts";
import { IconHistory } from "../../ui/icons.ts";
import type { AuditSearch } from "./audit-search.ts";

const EVERY_MS = 5_000;

const AuditQuery = graphql(
  `
    query Audit($first: Int, $last: Int, $after: String, $before: String, $filter: AuditFilter) {
      auditLog(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
        totalCount
        totalCountCapped
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            at
            actor
            actorRoles
            action
            target
            input
            outcome
          }
        }
      }
    }
  `,
  [PageFragment],
);

type Entries = ResultOf<typeof AuditQuery>["auditLog"]["edges"];

const route = getRouteApi("/audit");

/** Who did what, and how it ended. */
export function AuditPage(): ReactElement {
  const search = route.useSearch();
  const { actor, action, target } = search;
  const navigate = route.useNavigate();
  const filter = { actor: actor ?? null, action: action ?? null, target: target ?? null };
  const query = useApi(
    AuditQuery,
    { ...pageOf(search), filter },
    { keepsPrevious: true, everyMs: isFirstPage(search) && EVERY_MS },
  );
  const show = (cursors: Cursors): void => void navigate({ search: (before) => atPage(before, cursors) });
  const byName = (name: keyof AuditSearch) => (value: string | undefined) =>
    void navigate({ search: (before) => withFilter(before, { [name]: value }) });
  return (
    <PageFrame title="Audit log" about="What callers did or tried to do, the newest first">
      <Group align="flex-end" gap="sm">
        <TextFilter label="Who" value={actor} onChange={byName("actor")} />
        <TextFilter label="Operation" placeholder="executionPause" value={action} onChange={byName("action")} />
        <TextFilter label="About" placeholder="An id" value={target} onChange={byName("target")} width={280} />
      </Group>
      <QueryView query={query}>
        {({ auditLog }) =>
          auditLog.edges.length === 0 ? (
            <Empty title="No entries" icon={IconHistory}>
              Each operation that changes something leaves an entry here. Take a filter away to see more.
            </Empty>
          ) : (
            <>
              <Entries entries={auditLog.edges} />
              <Pager list={auditLog} {...pagerMoves(show)} />
            </>
          )
        }
      </QueryView>
    </PageFrame>
  );
}

function Entries({ entries }: { readonly entries: Entries }): ReactElement {
  return (
    <ListTable minWidth={720} columns={["When", "Who", "Operation", "About", "Outcome"]}>
      {entries.map(({ cursor, node: { at, actor, actorRoles, action, target, input, outcome } }) => (
        <Table.Tr key={cursor}>
          <Table.Td>
            <Ago at={at} size="sm" />
          </Table.Td>
          <Table.Td>
            <Text size="sm">{actor}</Text>
            <Text size="xs" c="dimmed">
              {actorRoles.join(", ")}
            </Text>
          </Table.Td>
          <Table.Td>
            <Text size="sm">{action}</Text>
            {hasFields(input) && (
              <Code fz="xs" style={{ overflowWrap: "anywhere" }}>
                {JSON.stringify(input).slice(0, 300)}
              </Code>
            )}
          </Table.Td>
          <Table.Td>
            <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
              {target}
            </Text>
          </Table.Td>
          <Table.Td>
            <Badge variant="light" radius="sm" tt="none" color={outcome === "ok" ? "green" : "red"}>
              {outcome ?? "interrupted"}
            </Badge>
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}

const hasFields = (input: unknown): boolean =>
  typeof input === "object" && input !== null && Object.keys(input).length > 0;
