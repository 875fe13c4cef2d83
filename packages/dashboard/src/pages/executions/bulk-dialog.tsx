import { Alert, Button, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { apiKey, queryClient, useApi, useOperation } from "../../data/index.ts";
import { Dialog, ErrorPanel, QueryView } from "../../ui/index.ts";
import { bulkAction, NOTHING_GIVEN, type Given } from "./bulk-action.ts";
import type { BulkChoice } from "./bulk-actions.ts";
import { BulkPreviewQuery, BulkStart } from "./documents.ts";
import type { ExecutionFilter } from "./filter-of.ts";

interface Props {
  readonly choice: BulkChoice;
  readonly filter: ExecutionFilter;
  readonly onClose: () => void;
}

/** Says how many executions an operation would change, asks for what it needs, and starts it. Nothing is changed before that. */
export function BulkDialog({ choice, filter, onClose }: Props): ReactElement {
  const { kind, label, about, warning, words, asks } = choice;
  const [given, setGiven] = useState<Given>(NOTHING_GIVEN);
  const [problem, setProblem] = useState<string>();
  const navigate = useNavigate();
  // How many there are hangs on the kind alone; the name of a signal has to be one, and is not known yet.
  const preview = useApi(BulkPreviewQuery, {
    filter,
    action: { kind, ...(kind === "SIGNAL" && { signalName: "any" }) },
  });
  const start = useOperation(BulkStart, {
    onDone: ({ job }) => void navigate({ to: "/bulk/$id", params: { id: job.id } }),
  });
  const change = (changed: Partial<Given>): void => setGiven((before) => ({ ...before, ...changed }));
  function submit(count: number): void {
    const action = bulkAction(choice, given);
    setProblem("problem" in action ? action.problem : undefined);
    if ("problem" in action) return;
    start.mutate(
      { input: { filter, action, expectedCount: count } },
      // The number has changed since the preview: it is shown again before somebody decides again.
      { onError: () => void queryClient.invalidateQueries({ queryKey: apiKey(BulkPreviewQuery) }) },
    );
  }
  return (
    <Dialog opened onClose={onClose} title={label}>
      <QueryView query={preview}>
        {({ bulkPreview: { count, matching } }) => (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              submit(count);
            }}
          >
            <Stack>
              <Text size="sm">
                {about} That is <b>{count.toLocaleString("en")}</b> {kind === "INCIDENT_RETRY" ? "in" : "of"}{" "}
                {matching.toLocaleString("en")} {matching === 1 ? "execution" : "executions"}.
              </Text>
              {warning !== undefined && (
                <Alert color="orange" variant="light">
                  {warning}
                </Alert>
              )}
              {asks.includes("reason") && (
                <TextInput
                  label="Reason"
                  description="For people who look at it later."
                  value={given.reason}
                  onChange={({ currentTarget }) => change({ reason: currentTarget.value })}
                />
              )}
              {asks.includes("signal") && (
                <>
                  <TextInput
                    label="Name of the signal"
                    withAsterisk
                    value={given.signalName}
                    onChange={({ currentTarget }) => change({ signalName: currentTarget.value })}
                  />
                  <Textarea
                    label="Payload"
                    description="Any JSON."
                    rows={4}
                    spellCheck={false}
                    value={given.payload}
                    onChange={({ currentTarget }) => change({ payload: currentTarget.value })}
                  />
                </>
              )}
              {asks.includes("version") && (
                <Select
                  label="Version"
                  data={[
                    { value: "SAME", label: "The version of the old execution" },
                    { value: "PUBLISHED", label: "The version that is published now" },
                  ]}
                  value={given.version}
                  allowDeselect={false}
                  onChange={(value) => change({ version: value === "PUBLISHED" ? value : "SAME" })}
                />
              )}
              {problem !== undefined && (
                <Text size="sm" c="red" role="alert">
                  {problem}
                </Text>
              )}
              <ErrorPanel error={start.error} />
              <Group justify="flex-end">
                <Button variant="default" onClick={onClose}>
                  Keep it as it is
                </Button>
                <Button
                  type="submit"
                  color={warning === undefined ? undefined : "red"}
                  disabled={count === 0}
                  loading={start.isPending}
                >
                  {words(count.toLocaleString("en"))}
                </Button>
              </Group>
            </Stack>
          </form>
        )}
      </QueryView>
    </Dialog>
  );
}
