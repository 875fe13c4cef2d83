import { Badge, Button, Card, Group, Select, Stack, Table, Text, Title } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useMay, useOperation } from "../../data/index.ts";
import { PublishMutation } from "../../publish/document.ts";
import { Ago, atPage, Confirm, Empty, ListTable, PageLink, Pager, pagerMoves } from "../../ui/index.ts";
import { OPEN_STATUSES } from "../executions/executions-search.ts";
import { DiffView } from "./diff-view.tsx";
import type { VersionsOf } from "./documents.ts";

const route = getRouteApi("/workflows/$id/versions");

interface Props {
  readonly workflowId: string;
  readonly workflow: NonNullable<VersionsOf["workflow"]>;
  readonly open: VersionsOf["workflowOpenExecutions"];
}

/** The versions of a workflow: what differs between them and the draft, which executions still run on which; roll back. */
export function VersionsPanel({ workflowId, workflow, open }: Props): ReactElement {
  const may = useMay();
  const { versions, publishedVersion } = workflow;
  const published = publishedVersion?.number;
  const { from, to = "DRAFT" } = route.useSearch();
  const navigate = route.useNavigate();
  const [rollsBack, setRollsBack] = useState<number | null>(null);
  const publish = useOperation(PublishMutation, { onDone: () => setRollsBack(null) });
  const older = from ?? published;
  // What is compared stays a choice while the list shows other versions.
  const numbers = new Set([...versions.nodes.map(({ number }) => number), older, to, published]);
  const choices = [
    { value: "DRAFT", label: "the draft" },
    ...[...numbers]
      .filter((one) => typeof one === "number")
      .toSorted((a, b) => b - a)
      .map((number) => ({ value: String(number), label: `version ${String(number)}` })),
  ];
  const compare = (side: "from" | "to") => (value: string | null) => {
    if (value !== null)
      void navigate({
        search: (search) => ({ ...search, [side]: value === "DRAFT" ? value : Number(value) }),
        replace: true,
      });
  };
  return (
    <Stack>
      {versions.nodes.length === 0 ? (
        <Empty title="No version yet">Events start published versions. Publish the draft to make the first one.</Empty>
      ) : (
        <ListTable minWidth={520} columns={["Version", "Published", "What has changed", "Still running", "Roll back"]}>
          {versions.nodes.map(({ number, publishedAt, note }) => {
            const running = open.find(({ version }) => version === number)?.count ?? 0;
            return (
              <Table.Tr key={number}>
                <Table.Td>
                  <Group gap={6}>
                    {number}
                    {number === published && (
                      <Badge variant="light" color="green" radius="sm" tt="none">
                        live
                      </Badge>
                    )}
                  </Group>
                </Table.Td>
                <Table.Td>{publishedAt !== null && <Ago at={publishedAt} size="sm" />}</Table.Td>
                <Table.Td>
                  <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
                    {note}
                  </Text>
                </Table.Td>
                <Table.Td>
                  {running === 0 ? (
                    "none"
                  ) : (
                    <PageLink
                      to="/executions"
                      search={{ workflow: workflowId, version: number, status: OPEN_STATUSES }}
                      size="sm"
                    >
                      {running.toLocaleString("en")}
                    </PageLink>
                  )}
                </Table.Td>
                <Table.Td>
                  {number !== published && may("workflowPublish") && (
                    <Button size="compact-sm" variant="default" onClick={() => setRollsBack(number)}>
                      Make version {number} live
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </ListTable>
      )}
      <Pager
        list={versions}
        {...pagerMoves((cursors) => void navigate({ search: (before) => atPage(before, cursors), resetScroll: false }))}
      />
      {older !== undefined && (
        <Card withBorder component="section">
          <Group align="flex-end">
            <Title order={2} size="h4">
              What differs
            </Title>
            <Select
              label="From"
              data={choices}
              value={String(older)}
              onChange={compare("from")}
              allowDeselect={false}
            />
            <Select label="To" data={choices} value={String(to)} onChange={compare("to")} allowDeselect={false} />
          </Group>
          <DiffView workflowId={workflowId} from={String(older)} to={String(to)} />
        </Card>
      )}
      <Confirm
        opened={rollsBack !== null}
        onClose={() => setRollsBack(null)}
        title={`Make version ${String(rollsBack)} live?`}
        action="Make it live"
        onConfirm={() => publish.mutate({ input: { id: workflowId, version: rollsBack } })}
        isPending={publish.isPending}
        error={publish.error}
      >
        New events start it from now on. Executions that run keep their version, and the draft stays as it is.
      </Confirm>
    </Stack>
  );
}
