import { Button, Group, Table, Text, VisuallyHidden } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useMay, useOperation } from "../../data/index.ts";
import { Ago, Confirm, ListTable } from "../../ui/index.ts";
import { daysText } from "./days-text.ts";
import { RetentionClear, type Policy } from "./documents.ts";
import { PolicyForm, type EditedPolicy } from "./policy-form.tsx";
import { WorkflowName } from "./workflow-name.tsx";

const OF_PROJECT: EditedPolicy = { workflowId: null, historyDays: null, valueDays: null, shapeDays: null };

interface Props {
  readonly policies: readonly Policy[];
}

/** How long what has ended is kept: of the project, and of workflows that have a policy of their own. */
export function Policies({ policies }: Props): ReactElement {
  const may = useMay();
  const [edited, setEdited] = useState<EditedPolicy | "new" | null>(null);
  const [cleared, setCleared] = useState<string | null>(null);
  const clear = useOperation(RetentionClear, { onDone: () => setCleared(null) });
  const own = policies.find(({ workflowId }) => workflowId === null);
  const rows: readonly (EditedPolicy & Partial<Policy>)[] = own === undefined ? [OF_PROJECT, ...policies] : policies;
  return (
    <>
      <ListTable
        minWidth={760}
        columns={[
          "Of",
          "Temporal's history",
          "Data",
          "Executions",
          "Set",
          <VisuallyHidden key="actions">What to do with it</VisuallyHidden>,
        ]}
      >
        {rows.map((policy) => (
          <Table.Tr key={policy.workflowId ?? ""}>
            <Table.Td>{policy.workflowId === null ? "the project" : <WorkflowName id={policy.workflowId} />}</Table.Td>
            <Table.Td>{daysText(policy.historyDays, policy)}</Table.Td>
            <Table.Td>{daysText(policy.valueDays, policy)}</Table.Td>
            <Table.Td>{daysText(policy.shapeDays, policy)}</Table.Td>
            <Table.Td>
              {policy.updatedAt === undefined ? (
                "never"
              ) : (
                <>
                  <Ago at={policy.updatedAt} size="sm" />
                  <Text size="xs" c="dimmed">
                    by {policy.updatedBy}
                  </Text>
                </>
              )}
            </Table.Td>
            <Table.Td>
              <Group gap="xs" justify="flex-end" wrap="nowrap">
                {may("retentionSet") && (
                  <Button size="compact-sm" variant="light" onClick={() => setEdited(policy)}>
                    Change
                  </Button>
                )}
                {may("retentionClear") && policy.workflowId !== null && (
                  <Button size="compact-sm" variant="light" color="red" onClick={() => setCleared(policy.workflowId)}>
                    Remove
                  </Button>
                )}
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </ListTable>
      {may("retentionSet") && (
        <Group>
          <Button variant="default" onClick={() => setEdited("new")}>
            A policy for a workflow
          </Button>
        </Group>
      )}
      {edited !== null && <PolicyForm policy={edited} onClose={() => setEdited(null)} />}
      <Confirm
        opened={cleared !== null}
        onClose={() => setCleared(null)}
        title="Remove the policy of this workflow?"
        action="Remove it"
        onConfirm={() => cleared !== null && clear.mutate({ input: { workflowId: cleared } })}
        isPending={clear.isPending}
        error={clear.error}
      >
        The policy of the project holds for it from now on. What that one does not keep is removed, and does not come
        back.
      </Confirm>
    </>
  );
}
