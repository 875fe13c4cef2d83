import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { descriptorOf, type GraphNode, type Json, type Simulation } from "@tempograph/graph";
import type { ReactElement } from "react";
import { RefusalFragment, ApiError, graphql, useMay, useOperation } from "../data/index.ts";
import { ErrorPanel, JsonView } from "../ui/index.ts";
import { MADE_UP, readOutcome, type OutcomeChoice } from "./outcome-choice.ts";

const RunNodeToTry = graphql(
  `
    mutation RunNodeToTry($input: RunNodeInput!) {
      runNode(input: $input) {
        __typename
        ... on RunNodePayload {
          status
          input
          output
          port
          attempts
          durationMs
          error {
            code
            message
            hint
          }
        }
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

type Choices = readonly { readonly value: OutcomeChoice["kind"]; readonly label: string }[];

const RUNS: Choices = [
  { value: "madeUp", label: "gives an example" },
  { value: "returns", label: "returns this" },
  { value: "fails", label: "fails" },
];

/** What can be chosen for nodes that wait for people, by what they wait for. */
const KINDS: { readonly [awaited: string]: Choices } = {
  approval: [
    { value: "madeUp", label: "is not decided" },
    { value: "approved", label: "is approved" },
    { value: "rejected", label: "is rejected" },
  ],
  signal: [
    { value: "madeUp", label: "gets no signal" },
    { value: "signalled", label: "gets its signal" },
  ],
};

interface Props {
  readonly node: GraphNode;
  readonly choice: OutcomeChoice | undefined;
  readonly onChoose: (choice: OutcomeChoice) => void;
  readonly simulation: Simulation | undefined;
  readonly payload: Json;
}

/** One node: what it comes to in the simulation, what it got and gave there, and a run for real. */
export function TryNode({ node, choice = MADE_UP, onChoose, simulation, payload }: Props): ReactElement {
  const may = useMay();
  const running = useOperation(RunNodeToTry);
  const step = simulation?.steps.findLast(({ nodeId }) => nodeId === node.id);
  const read = readOutcome(choice);
  const problem = "problem" in read ? read.problem : undefined;
  const descriptor = descriptorOf(node.type);
  const kinds = KINDS[descriptor?.awaits?.kind ?? ""] ?? (descriptor === undefined || descriptor.simulate ? RUNS : []);
  const hasOutcome = kinds.length > 0;
  const isAnswered = choice.kind === "approved" || choice.kind === "rejected" || choice.kind === "signalled";
  const steps = Object.fromEntries(
    (simulation?.steps ?? []).filter(({ nodeId }) => nodeId !== node.id).map(({ nodeId, output }) => [nodeId, output]),
  );
  return (
    <Stack gap="xs" component="section" aria-label={`Try ${node.id}`}>
      <Text fw={600}>{node.id}</Text>
      {hasOutcome && (
        <Group gap="xs" align="flex-end">
          <NativeSelect
            label="In the simulation it"
            value={choice.kind}
            onChange={({ currentTarget }) =>
              onChoose({ ...choice, kind: currentTarget.value as OutcomeChoice["kind"] })
            }
            data={[...kinds]}
          />
          <TextInput
            label={isAnswered ? "after" : "and takes"}
            placeholder="3h"
            w={90}
            value={choice.takes}
            onChange={({ target }) => onChoose({ ...choice, takes: target.value })}
          />
          {choice.kind === "fails" && (
            <TextInput
              label="with the code"
              value={choice.code}
              onChange={({ target }) => onChoose({ ...choice, code: target.value })}
            />
          )}
          {choice.kind === "returns" && (
            <TextInput
              label="on the port"
              placeholder="out"
              w={90}
              value={choice.port}
              onChange={({ target }) => onChoose({ ...choice, port: target.value })}
            />
          )}
        </Group>
      )}
      {hasOutcome && (choice.kind === "returns" || isAnswered) && (
        <Textarea
          label={isAnswered ? "With this data" : "Output"}
          value={choice.output}
          onChange={({ target }) => onChoose({ ...choice, output: target.value })}
          rows={5}
          spellCheck={false}
        />
      )}
      {problem !== undefined && (
        <Text size="sm" c="red">
          {problem}
        </Text>
      )}
      {step !== undefined && (
        <>
          <JsonView title="Input in the simulation" value={step.input} />
          <JsonView title={step.generated ? "Output (made up)" : "Output"} value={step.output} />
          {step.failure !== null && (
            <ErrorPanel error={new ApiError(step.failure)} title="It failed in the simulation" />
          )}
        </>
      )}
      {may("runNode") && descriptorOf(node.type)?.container === undefined && (
        <Button
          size="xs"
          variant="default"
          loading={running.isPending}
          onClick={() => running.mutate({ input: { type: node.type, data: node.data, scope: { payload, steps } } })}
        >
          Run this node for real
        </Button>
      )}
      <ErrorPanel error={running.error} />
      {running.data !== undefined && (
        <>
          <Text size="sm">
            {running.data.status === "COMPLETED" ? "It completed" : "It failed"} after{" "}
            {running.data.durationMs.toFixed(0)} ms.
          </Text>
          {running.data.error !== null && <ErrorPanel error={new ApiError(running.data.error)} title="It failed" />}
          <JsonView title="Input of the run" value={running.data.input} />
          <JsonView title="Output of the run" value={running.data.output} />
        </>
      )}
    </Stack>
  );
}
