import { Button, Group, Stack, Text } from "@mantine/core";
import type { JsonObject, Problem } from "@tempograph/graph";
import { useId, useState, type ReactElement } from "react";
import { useMay, useOperation } from "../../data/index.ts";
import { SchemaForm } from "../../forms/index.ts";
import { ErrorPanel } from "../../ui/index.ts";
import { IconCheck, IconX } from "../../ui/icons.ts";
import { dataOf, fieldsOf, initialAnswers, problemsOf } from "./decision-data.ts";
import { ApprovalDecide, type Approval } from "./documents.ts";

const LITERAL = () => "literal" as const;

interface Props {
  readonly approval: Approval;
  /** Somebody has begun to answer. */
  readonly onTouch?: () => void;
  readonly onDecided?: () => void;
}

/** The form of an approval, and its two answers. What was filled in stays when the API refuses. */
export function DecisionForm({ approval, onTouch, onDecided }: Props): ReactElement {
  const { form, path, execution, canDecide } = approval;
  const id = useId();
  const may = useMay();
  const decide = useOperation(ApprovalDecide, { onDone: () => onDecided?.() });
  const fields = fieldsOf(form);
  const [answers, setAnswers] = useState<JsonObject>(() => (fields === null ? {} : initialAnswers(fields)));
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  if (!canDecide || !may("approvalDecide")) return <Text size="sm">It waits for somebody else.</Text>;
  const answer = (decision: "APPROVED" | "REJECTED"): void => {
    onTouch?.();
    const found = fields === null ? [] : problemsOf(fields, answers);
    setProblems(found);
    if (found.length > 0) return;
    const data = dataOf(form, answers);
    decide.mutate({ input: { id: execution.id, path, decision, ...(data !== undefined && { data }) } });
  };
  const isSending = (decision: "APPROVED" | "REJECTED") =>
    decide.isPending && decide.variables.input.decision === decision;
  return (
    <Stack gap="sm">
      {fields !== null && (
        <SchemaForm
          id={id}
          schema={fields}
          value={answers}
          onChange={(changed) => {
            onTouch?.();
            setAnswers(changed);
          }}
          at=""
          problems={problems}
          readingOf={LITERAL}
        />
      )}
      <ErrorPanel error={decide.error} />
      <Group gap="sm">
        <Button
          color="green"
          variant="light"
          leftSection={<IconCheck size={16} aria-hidden />}
          loading={isSending("APPROVED")}
          disabled={decide.isPending}
          onClick={() => answer("APPROVED")}
        >
          Approve
        </Button>
        <Button
          color="red"
          variant="light"
          leftSection={<IconX size={16} aria-hidden />}
          loading={isSending("REJECTED")}
          disabled={decide.isPending}
          onClick={() => answer("REJECTED")}
        >
          Reject
        </Button>
      </Group>
    </Stack>
  );
}
