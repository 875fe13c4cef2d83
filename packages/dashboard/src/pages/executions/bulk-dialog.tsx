import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { apiKey, queryClient, useApi, useOperation } from "../../data/index.ts";
import { OperationForm } from "../../operations/operation-form.tsx";
import { Dialog, QueryView } from "../../ui/index.ts";
import type { BulkAction, BulkChoice } from "./bulk-actions.ts";
import { BulkPreviewQuery, BulkStart } from "./documents.ts";
import type { ExecutionFilter } from "./filter-of.ts";

interface Props {
  readonly choice: BulkChoice;
  readonly filter: ExecutionFilter;
  readonly onClose: () => void;
}

/** Says how many executions an operation would change, asks for what it needs, and starts it. Nothing is changed before that. */
export function BulkDialog({ choice, filter, onClose }: Props): ReactElement {
  const { kind, label, about, warning, words, fields = [] } = choice;
  const navigate = useNavigate();
  // How many there are hangs on the kind alone; the name of a signal has to be one, and is not known yet.
  const preview = useApi(BulkPreviewQuery, {
    filter,
    action: { kind, ...(kind === "SIGNAL" && { signalName: "any" }) },
  });
  const start = useOperation(BulkStart, {
    onDone: ({ job }) => void navigate({ to: "/bulk/$id", params: { id: job.id } }),
  });
  const submit = (values: Readonly<Record<string, unknown>>, expectedCount: number): void =>
    start.mutate(
      { input: { filter, action: { kind, ...values } as BulkAction, expectedCount } },
      // The number has changed since the preview: it is shown again before somebody decides again.
      { onError: () => void queryClient.invalidateQueries({ queryKey: apiKey(BulkPreviewQuery) }) },
    );
  return (
    <Dialog opened onClose={onClose} title={label}>
      <QueryView query={preview}>
        {({ bulkPreview: { count, matching } }) => (
          <OperationForm
            fields={fields}
            warning={warning}
            action={words(count.toLocaleString("en"))}
            isPointless={count === 0}
            isPending={start.isPending}
            error={start.error}
            onGiven={(values) => submit(values, count)}
            onClose={onClose}
          >
            {about} That is <b>{count.toLocaleString("en")}</b> {kind === "INCIDENT_RETRY" ? "in" : "of"}{" "}
            {matching.toLocaleString("en")} {matching === 1 ? "execution" : "executions"}.
          </OperationForm>
        )}
      </QueryView>
    </Dialog>
  );
}
