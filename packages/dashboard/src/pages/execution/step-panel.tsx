import { Alert, CloseButton, Code, Group, Stack, Table, Text, Title } from "@mantine/core";
import type { ReactElement } from "react";
import { ApiError, useApi } from "../../data/index.ts";
import { Ago, Empty, ErrorPanel, Lasts, PageLink, QueryView, StatusBadge } from "../../ui/index.ts";
import { StepQuery, type Step } from "./documents.ts";
import { JsonView } from "./json-view.tsx";
import { OperationButtons } from "./operations/operation-buttons.tsx";
import type { Subject } from "./operations/possible.ts";

interface Props {
  readonly subject: Subject;
  readonly path: string;
  /** Its status at the moment that the page shows. */
  readonly status: string | undefined;
  /** The key that the step's attempts send; undefined where a person has changed its input. */
  readonly idempotencyKey: string | undefined;
  /** Whether the step may still change. */
  readonly isLive: boolean;
  readonly onClose: () => void;
}

/** Everything about one step. Its data is loaded when somebody opens it. */
export function StepPanel({ subject, path, status, idempotencyKey, isLive, onClose }: Props): ReactElement {
  const query = useApi(StepQuery, { id: subject.executionId, path }, { keepsPrevious: true, everyMs: isLive && 1_000 });
  return (
    <Stack gap="sm" component="section" aria-label={`Step ${path}`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} size="h4" style={{ overflowWrap: "anywhere" }}>
          {path}
        </Title>
        <CloseButton aria-label="Close the step" onClick={onClose} />
      </Group>
      {status !== undefined && (
        <StatusBadge status={status.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()} />
      )}
      <QueryView query={query}>
        {({ execution }) => {
          const step = execution?.step;
          if (step == null || step.path !== path)
            return <Empty title="The step has not begun">Its data appears here when it does.</Empty>;
          const withStep = { ...subject, step: { ...step, status: camel(step.status) } } as Subject;
          return (
            <>
              <OperationButtons subject={withStep} of="step" />
              <Details step={step} idempotencyKey={idempotencyKey} />
            </>
          );
        }}
      </QueryView>
    </Stack>
  );
}

/** `COMPLETED_LATE` of GraphQL is `completedLate` in the trace. */
function camel(status: string): string {
  return status.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function Details({
  step,
  idempotencyKey,
}: {
  readonly step: Step;
  readonly idempotencyKey: string | undefined;
}): ReactElement {
  const { type, port, startedAt, endedAt, failure, called, input, output, payloadsHidden, attempts, logs } = step;
  return (
    <>
      <Text size="sm">
        {type}
        {port !== null && `, ended on ${port}`}
        {startedAt !== null && (
          <>
            , began <Ago at={startedAt} />, took <Lasts from={startedAt} to={endedAt} />
          </>
        )}
      </Text>
      {called !== null && (
        <Text size="sm">
          Called the execution{" "}
          <PageLink to="/executions/$id" params={{ id: called.id }} underline="always">
            {called.id}
          </PageLink>
        </Text>
      )}
      {failure !== null && <ErrorPanel error={new ApiError(failure)} title="It failed" />}
      <JsonView title="Input" value={input} hidden={payloadsHidden} />
      <JsonView title="Output" value={output} hidden={payloadsHidden} />
      {attempts.length > 0 && <Attempts attempts={attempts} />}
      {idempotencyKey !== undefined && attempts.length > 0 && (
        <Text size="sm">
          Idempotency key <Code>{idempotencyKey}</Code>
        </Text>
      )}
      {logs.nodes.length > 0 && <Logs logs={logs} />}
    </>
  );
}

function Attempts({ attempts }: Pick<Step, "attempts">): ReactElement {
  return (
    <Table>
      <Table.Caption>Attempts</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>No.</Table.Th>
          <Table.Th>Took</Table.Th>
          <Table.Th>Outcome</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {attempts.map(({ attempt, startedAt, endedAt, failure, worker }) => (
          <Table.Tr key={attempt} title={worker === null ? undefined : `Worker ${worker}`}>
            <Table.Td>{attempt}</Table.Td>
            <Table.Td>{startedAt !== null && <Lasts from={startedAt} to={endedAt} size="sm" />}</Table.Td>
            <Table.Td>
              {failure === null ? (
                endedAt === null ? (
                  "no end was reported"
                ) : (
                  "succeeded"
                )
              ) : (
                <Text size="sm">
                  {failure.code}: {failure.message} {failure.hint}
                </Text>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Logs({ logs: { nodes, totalCount } }: Pick<Step, "logs">): ReactElement {
  return (
    <Alert
      variant="light"
      color="gray"
      title={`Logs${totalCount > nodes.length ? `, the first ${String(nodes.length)} of ${String(totalCount)}` : ""}`}
    >
      {nodes.map(({ at, level, message, fields }, index) => (
        <Text key={index} size="xs" ff="monospace" style={{ overflowWrap: "anywhere" }}>
          <Ago at={at} /> {level} {message} {fields == null ? "" : JSON.stringify(fields)}
        </Text>
      ))}
    </Alert>
  );
}
