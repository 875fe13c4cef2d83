import { Button, Group, Table, Text, VisuallyHidden } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { useApi, useMay, useOperation } from "../../data/index.ts";
import { Ago, Confirm, ExecutionLink, ListTable, pageOf, Pager, pagerMoves, QueryView } from "../../ui/index.ts";
import { RetentionHoldRelease, RetentionHoldsQuery, type Hold } from "./documents.ts";
import { MakeHold } from "./make-hold.tsx";
import { WorkflowName } from "./workflow-name.tsx";

const route = getRouteApi("/retention");

/** What is held back from removal: made, seen and released. */
export function Holds(): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const query = useApi(RetentionHoldsQuery, pageOf(search, 20), { keepsPrevious: true });
  const [released, setReleased] = useState<Hold | null>(null);
  const release = useOperation(RetentionHoldRelease, { onDone: () => setReleased(null) });
  return (
    <>
      <QueryView query={query}>
        {({ retentionHolds }) =>
          retentionHolds.nodes.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nothing is held.
            </Text>
          ) : (
            <>
              <HoldTable
                holds={retentionHolds.nodes}
                {...(may("retentionHoldRelease") && { onRelease: setReleased })}
              />
              <Pager list={retentionHolds} {...pagerMoves((cursors) => void navigate({ search: cursors }))} />
            </>
          )
        }
      </QueryView>
      {may("retentionHold") && <MakeHold />}
      <Confirm
        opened={released !== null}
        onClose={() => setReleased(null)}
        title="Release this hold?"
        action="Release it"
        onConfirm={() => released !== null && release.mutate({ input: { id: released.id } })}
        isPending={release.isPending}
        error={release.error}
      >
        What no other hold names, and what the policies do not keep any longer, is removed from now on.
      </Confirm>
    </>
  );
}

interface TableProps {
  readonly holds: readonly Hold[];
  readonly onRelease?: (hold: Hold) => void;
}

function HoldTable({ holds, onRelease }: TableProps): ReactElement {
  return (
    <ListTable
      minWidth={640}
      columns={["What", "Why", "Since", <VisuallyHidden key="actions">What to do with it</VisuallyHidden>]}
    >
      {holds.map((hold) => (
        <Table.Tr key={hold.id}>
          <Table.Td>
            {hold.executionId !== null ? (
              <ExecutionLink id={hold.executionId} />
            ) : hold.workflowId !== null ? (
              <>
                all of <WorkflowName id={hold.workflowId} />
              </>
            ) : (
              "everything of the project"
            )}
          </Table.Td>
          <Table.Td>
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {hold.reason}
            </Text>
          </Table.Td>
          <Table.Td>
            <Ago at={hold.createdAt} size="sm" />
            <Text size="xs" c="dimmed">
              by {hold.createdBy}
            </Text>
          </Table.Td>
          <Table.Td>
            {onRelease !== undefined && (
              <Group justify="flex-end">
                <Button size="compact-sm" variant="light" color="red" onClick={() => onRelease(hold)}>
                  Release
                </Button>
              </Group>
            )}
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}
