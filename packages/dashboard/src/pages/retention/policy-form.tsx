import { Alert, Button, Group, NumberInput, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState, type FormEvent, type ReactElement } from "react";
import { useApi, useOperation } from "../../data/index.ts";
import { Dialog, ErrorPanel } from "../../ui/index.ts";
import { WorkflowFilter } from "../executions/workflow-filter.tsx";
import { RetentionPreviewQuery, RetentionSet, type Policy } from "./documents.ts";
import { previewText } from "./preview-text.ts";

export type EditedPolicy = Pick<Policy, "workflowId" | "historyDays" | "valueDays" | "shapeDays">;

/** In the order in which they are removed: the history contains the data, so it goes first. */
const FIELDS = [
  ["historyDays", "Days of Temporal's history", "Each event of an execution, as Temporal recorded it."],
  ["valueDays", "Days of data", "Data of events, inputs and outputs of steps, log lines, texts of failures."],
  ["shapeDays", "Days of executions", "The executions with their steps themselves, and their events."],
] as const;

/** The count is asked for when the typing pauses. */
const PAUSE_MS = 300;

interface Props {
  /** "new": of a workflow that is chosen here. */
  readonly policy: EditedPolicy | "new";
  readonly onClose: () => void;
}

/** Sets a policy. It says what the policy would take before it is set. */
export function PolicyForm({ policy, onClose }: Props): ReactElement {
  const before = policy === "new" ? undefined : policy;
  const [workflow, setWorkflow] = useState(before?.workflowId ?? undefined);
  const [days, setDays] = useState<Readonly<Partial<Record<(typeof FIELDS)[number][0], number>>>>({});
  const set = useOperation(RetentionSet, { onDone: onClose });
  const wanted = { workflowId: workflow ?? null, ...days };
  const [asked] = useDebouncedValue(wanted, PAUSE_MS);
  const isComplete = Object.keys(days).length > 0 && (policy !== "new" || workflow !== undefined);
  const preview = useApi(RetentionPreviewQuery, asked, { enabled: isComplete, keepsPrevious: true });
  const isOfWorkflow = policy === "new" || policy.workflowId !== null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    set.mutate({ input: wanted });
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={isOfWorkflow ? "How long what has ended of a workflow is kept" : "How long what has ended is kept"}
    >
      <form onSubmit={submit}>
        <Stack>
          {policy === "new" && <WorkflowFilter workflow={workflow} onChange={setWorkflow} placeholder="Choose one" />}
          <Text size="sm" c="dimmed">
            Counted from the close of an execution. 0 is for ever.
          </Text>
          {FIELDS.map(([field, label, description]) => (
            <NumberInput
              key={field}
              label={label}
              description={description}
              placeholder={isOfWorkflow ? "as the project" : "for ever"}
              value={days[field] ?? before?.[field] ?? ""}
              onChange={(value) => {
                const { [field]: _, ...others } = days;
                setDays(typeof value === "number" ? { ...others, [field]: value } : others);
              }}
              // What has a number keeps one: it is set to 0 for ever, and a workflow's policy is removed as a whole.
              required={before?.[field] != null}
              min={0}
              max={36_500}
              allowDecimal={false}
              allowNegative={false}
            />
          ))}
          {isComplete && preview.data !== undefined && preview.error === null && (
            <Alert color="yellow" title="What this would take now" aria-live="polite">
              <Text size="sm">{previewText(preview.data.retentionPreview)}</Text>
            </Alert>
          )}
          <ErrorPanel error={set.error ?? (isComplete ? preview.error : null)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it as it is
            </Button>
            <Button type="submit" color="red" loading={set.isPending} disabled={!isComplete}>
              Set it
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
