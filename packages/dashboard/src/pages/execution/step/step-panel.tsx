import { CloseButton, Code, Group, Stack, Text, Title } from "@mantine/core";
import { descriptorOf, hasBegun, isOpenStep, type StepState } from "@tempograph/graph";
import { lazy, Suspense, type ReactElement } from "react";
import { ApiError, useApi } from "../../../data/index.ts";
import { Ago, Empty, ErrorPanel, ExecutionLink, Lasts, Loading, QueryView, StatusBadge } from "../../../ui/index.ts";
import { StepDataQuery, StepQuery, type Step } from "../documents.ts";
import { toGraphqlStatus, toTraceStatus } from "../model/status-names.ts";
import { OperationButtons } from "../operations/operation-buttons.tsx";
import type { Subject } from "../operations/possible.ts";
import { StepAttempts } from "./step-attempts.tsx";
import { StepData } from "./step-data.tsx";
import { StepLogs } from "./step-logs.tsx";
import { useAgainWhen } from "./use-again-when.ts";

// The library of forms is large, and few steps ask somebody.
const StepApproval = lazy(async () => ({ default: (await import("./step-approval.tsx")).StepApproval }));

interface Props {
  readonly subject: Subject;
  readonly path: string;
  /** What its node is called, if that is known. */
  readonly name: string | undefined;
  /** The step at the moment that the page shows; undefined: nothing has been told of it. */
  readonly state: StepState | undefined;
  /** The moment that the page shows, in ms since epoch; null: now. */
  readonly at: number | null;
  /** The keys that the step's attempts may have sent. */
  readonly keys: readonly string[];
  /** Changes whenever an update of the step has come. */
  readonly told: string;
  /** Whether the step may still change. */
  readonly isLive: boolean;
  readonly onClose: () => void;
}

/** The page hears of the step's changes. Asking now and then is for what no update tells, such as the execution that it called. */
const UNTOLD_MS = 10_000;

/** Everything about one step at the moment that the page shows. Its values are loaded when somebody opens it. */
export function StepPanel(props: Props): ReactElement {
  const { subject, path, name, state, at, told, isLive, onClose } = props;
  const query = useApi(
    StepQuery,
    { id: subject.executionId, path },
    { keepsPrevious: true, everyMs: isLive && UNTOLD_MS },
  );
  useAgainWhen(`${path} ${told}`, query.refetch);
  const notBegun = at !== null && (state === undefined || !hasBegun(state.status));
  return (
    <Stack gap="sm" component="section" aria-label={`Step ${path}`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2} size="h4" style={{ overflowWrap: "anywhere" }}>
          {name ?? path}
          {name !== undefined && name !== path && (
            <Text size="xs" c="dimmed">
              {path}
            </Text>
          )}
        </Title>
        <CloseButton aria-label="Close the step" onClick={onClose} />
      </Group>
      {state !== undefined && <StatusBadge status={toGraphqlStatus(state.status)} />}
      <QueryView query={query}>
        {({ execution }) => {
          const step = execution?.step;
          if (notBegun || step == null || step.path !== path)
            return <Empty title="The step has not begun">Its data appears here when it does.</Empty>;
          return <Details {...props} step={step} />;
        }}
      </QueryView>
    </Stack>
  );
}

function Details({ subject, path, state, at, keys, step }: Props & { readonly step: Step }): ReactElement {
  const { type, startedAt, endedAt, called, attempts } = step;
  // What has happened since belongs to a later moment.
  const hasEnded = at === null ? endedAt !== null : state !== undefined && !isOpenStep(state.status);
  const failure = at === null ? step.failure : (state?.failure ?? null);
  const port = at === null ? step.port : (state?.port ?? null);
  // The same answer as that of `StepData`: what a person may change for a retry begins with it.
  const input = useApi(StepDataQuery, { id: subject.executionId, path }).data?.execution?.step?.input;
  const withStep = { ...subject, step: { ...step, input, status: toTraceStatus(step.status) } } as Subject;
  return (
    <>
      {at === null && <OperationButtons subject={withStep} of="step" />}
      {at === null && step.status === "WAITING" && descriptorOf(type)?.awaits?.kind === "approval" && (
        <Suspense fallback={<Loading />}>
          <StepApproval executionId={subject.executionId} path={path} />
        </Suspense>
      )}
      <Text size="sm">
        {type}
        {port !== null && `, ended on ${port}`}
        {startedAt !== null && (
          <>
            , began <Ago at={startedAt} />
            {hasEnded && (
              <>
                , took <Lasts from={startedAt} to={endedAt} />
              </>
            )}
          </>
        )}
      </Text>
      {called !== null && (
        <Text size="sm">
          Called the execution <ExecutionLink id={called.id} underline="always" />
        </Text>
      )}
      {failure !== null && <ErrorPanel error={new ApiError(failure)} title="It failed" />}
      <StepData
        id={subject.executionId}
        path={path}
        changed={`${step.status} ${String(step.attemptCount)}`}
        hasEnded={hasEnded}
      />
      <StepAttempts attempts={attempts} at={at} />
      {attempts.length > 0 && <Keys keys={keys} />}
      <StepLogs id={subject.executionId} path={path} at={at} isLive={at === null && endedAt === null} />
    </>
  );
}

function Keys({ keys: [first, ...others] }: Pick<Props, "keys">): ReactElement {
  return (
    <Text size="sm" component="div">
      Idempotency key <Code>{first}</Code>
      {others.length > 0 && " of its first input. Where a person retried it with another one: "}
      {others.map((key) => (
        <Code key={key}>{key}</Code>
      ))}
    </Text>
  );
}
