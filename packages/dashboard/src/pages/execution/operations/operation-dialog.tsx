import type { ReactElement } from "react";
import { useOperation } from "../../../data/index.ts";
import { OperationForm } from "../../../operations/operation-form.tsx";
import { Dialog } from "../../../ui/index.ts";
import type { PageOperation, Subject } from "./possible.ts";

interface Props {
  readonly operation: PageOperation;
  readonly subject: Subject;
  readonly onClose: () => void;
  readonly onDone: (payload: unknown) => void;
}

/** Asks for what an operation on an execution or a step needs, and performs it. */
export function OperationDialog({ operation, subject, onClose, onDone }: Props): ReactElement {
  const { label, fields, warning, note } = operation;
  const mutation = useOperation(operation.document, { onDone: (payload) => (onDone(payload), onClose()) });
  return (
    <Dialog opened onClose={onClose} title={label}>
      <OperationForm
        fields={fields?.(subject) ?? []}
        warning={warning}
        action={label}
        isPending={mutation.isPending}
        error={mutation.error}
        onGiven={(values) => mutation.mutate({ input: operation.input(subject, values) as never })}
        onClose={onClose}
      >
        {note}
      </OperationForm>
    </Dialog>
  );
}
