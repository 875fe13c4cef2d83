import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { isObject } from "@tempograph/graph";
import { useId, useState, type ReactElement } from "react";
import { useMay, useOperation } from "../../data/index.ts";
import { Ago, ErrorPanel, ExecutionLink, JsonText } from "../../ui/index.ts";
import { IconCheck, IconX } from "../../ui/icons.ts";
import { DecisionForm } from "./decision-form.tsx";
import { dataOf, emptyAnswers, type Answers } from "./decision-data.ts";
import { ApprovalDecide, type Approval } from "./documents.ts";

/** One approval: what is asked, its form, and the two answers. */
export function ApprovalCard({ approval }: { readonly approval: Approval }): ReactElement {
  const { title, description, approvers, waitingSince, decision, payloadsHidden, execution } = approval;
  const heading = useId();
  return (
    <Card withBorder component="article" aria-labelledby={heading}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4" id={heading}>
            {title ?? "Approval"}
          </Title>
          <Text size="xs" c="dimmed" component="div">
            <ExecutionLink id={execution.id} size="xs" underline="always">
              {execution.workflow.name}
            </ExecutionLink>
            {waitingSince !== null && (
              <>
                , asked <Ago at={waitingSince} />
              </>
            )}
            {approvers !== null && `, of ${approvers.join(", ")}`}
          </Text>
        </div>
        {description !== null && <Text size="sm">{description}</Text>}
        {payloadsHidden != null && <Text size="sm">{payloadsHidden}</Text>}
        {decision === null || decision === undefined ? <Decide approval={approval} /> : <Decided decision={decision} />}
      </Stack>
    </Card>
  );
}

function Decided({ decision }: { readonly decision: unknown }): ReactElement {
  if (!isObject(decision)) return <JsonText value={decision} label="The decision" />;
  const { decision: how, by, at, data } = decision;
  return (
    <>
      <Text size="sm" component="div">
        {String(how)} by {String(by)} {typeof at === "string" && <Ago at={at} />}
      </Text>
      {data != null && <JsonText value={data} label="What was answered" />}
    </>
  );
}

function Decide({ approval }: { readonly approval: Approval }): ReactElement {
  const { form, path, execution, canDecide } = approval;
  const may = useMay();
  const decide = useOperation(ApprovalDecide);
  const [answers, setAnswers] = useState<Answers>(() => emptyAnswers(form));
  const [problem, setProblem] = useState<string>();
  if (!canDecide || !may("approvalDecide")) return <Text size="sm">It waits for somebody else.</Text>;
  const answer = (decision: "APPROVED" | "REJECTED"): void => {
    const read = dataOf(form, answers);
    setProblem(read.problem);
    if (read.problem === undefined)
      decide.mutate({
        input: { id: execution.id, path, decision, ...(read.data !== undefined && { data: read.data }) },
      });
  };
  return (
    <Stack gap="sm">
      <DecisionForm form={form} answers={answers} onChange={setAnswers} />
      <ErrorPanel error={problem === undefined ? decide.error : new Error(problem)} />
      <Group gap="sm">
        <Button
          color="green"
          variant="light"
          leftSection={<IconCheck size={16} aria-hidden />}
          loading={decide.isPending && decide.variables.input.decision === "APPROVED"}
          disabled={decide.isPending}
          onClick={() => answer("APPROVED")}
        >
          Approve
        </Button>
        <Button
          color="red"
          variant="light"
          leftSection={<IconX size={16} aria-hidden />}
          loading={decide.isPending && decide.variables.input.decision === "REJECTED"}
          disabled={decide.isPending}
          onClick={() => answer("REJECTED")}
        >
          Reject
        </Button>
      </Group>
    </Stack>
  );
}
