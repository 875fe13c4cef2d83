import { Badge, Button, Card, Group, Select, Stack, Table, Text, Title } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useApi, useMay, useOperation } from "../../data/index.ts";
import { Ago, Confirm, Empty, PageLink, QueryView } from "../../ui/index.ts";
import { DiffView } from "./diff-view.tsx";
import { PublishVersion, VersionsQuery, type VersionsOf } from "./documents.ts";
import { PublishDraft } from "./publish-draft.tsx";

const EVERY_MS = 3_000;

/** The versions of a workflow: what differs between them and the draft, which executions still run on which; publish, and roll back. */
export function VersionsPanel({ workflowId }: { readonly workflowId: string }): ReactElement {
  const query = useApi(VersionsQuery, { id: workflowId }, { everyMs: EVERY_MS });
  return (
    <QueryView query={query}>
      {({ workflow, workflowOpenExecutions }) =>
        workflow === null ? (
          <Empty title="There is no such workflow">Its address is wrong, or it belongs to another project.</Empty>
        ) : (
          <Versions workflowId={workflowId} workflow={workflow} open={workflowOpenExecutions} />
        )
      }
    </QueryView>
  );
}

interface Props {
  readonly workflowId: string;
  readonly workflow: NonNullable<VersionsOf["workflow"]>;
  readonly open: VersionsOf["workflowOpenExecutions"];
}

function Versions({ workflowId, workflow, open }: Props): ReactElement {
  const may = useMay();
  const { versions, publishedVersion, draftRevision } = workflow;
  const published = publishedVersion?.number;
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState("DRAFT");
  const [rollsBack, setRollsBack] = useState<number | null>(null);
  const publish = useOperation(PublishVersion, { onDone: () => setRollsBack(null) });
  const choices = [
    { value: "DRAFT", label: "the draft" },
    ...versions.nodes.map(({ number }) => ({ value: String(number), label: `version ${String(number)}` })),
  ];
  const older = from ?? (published === undefined ? undefined : String(published));
  return (
    <Stack>
      {may("workflowPublish") && (
        <Group>
          <PublishDraft workflowId={workflowId} draftRevision={draftRevision} />
        </Group>
      )}
      {versions.nodes.length === 0 ? (
        <Empty title="No version yet">Events start published versions. Publish the draft to make the first one.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={520}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Version</Table.Th>
                <Table.Th>Published</Table.Th>
                <Table.Th>What has changed</Table.Th>
                <Table.Th>Still running</Table.Th>
                <Table.Th>Roll back</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
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
                          search={{ workflow: workflowId, version: number, status: ["PENDING", "RUNNING"] }}
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
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {older !== undefined && (
        <Card withBorder component="section">
          <Group align="flex-end">
            <Title order={2} size="h4">
              What differs
            </Title>
            <Select
              label="From"
              data={choices}
              value={older}
              onChange={(value) => value !== null && setFrom(value)}
              allowDeselect={false}
            />
            <Select
              label="To"
              data={choices}
              value={to}
              onChange={(value) => value !== null && setTo(value)}
              allowDeselect={false}
            />
          </Group>
          <DiffView workflowId={workflowId} from={older} to={to} />
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
