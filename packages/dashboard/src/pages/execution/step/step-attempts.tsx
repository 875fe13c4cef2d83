import { Table, Text } from "@mantine/core";
import type { ReactElement } from "react";
import { ErrorCode, Lasts } from "../../../ui/index.ts";
import type { Step } from "../documents.ts";

interface Props extends Pick<Step, "attempts"> {
  /** The moment that the page shows, in ms since epoch; null: now. */
  readonly at: number | null;
}

/** The attempts of a step's activity up to a moment, with what went wrong and what to do about it. */
export function StepAttempts({ attempts, at }: Props): ReactElement | null {
  const until = at ?? Infinity;
  const shown = attempts.filter(({ startedAt }) => startedAt === null || Date.parse(startedAt) <= until);
  if (shown.length === 0) return null;
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
        {shown.map(({ attempt, startedAt, endedAt, failure, worker }) => {
          const hasEnded = endedAt !== null && Date.parse(endedAt) <= until;
          return (
            <Table.Tr key={attempt} title={worker === null ? undefined : `Worker ${worker}`}>
              <Table.Td>{attempt}</Table.Td>
              <Table.Td>{startedAt !== null && hasEnded && <Lasts from={startedAt} to={endedAt} size="sm" />}</Table.Td>
              <Table.Td>
                {!hasEnded && (at === null ? "no end was reported" : "goes on")}
                {hasEnded && failure === null && "succeeded"}
                {hasEnded && failure !== null && (
                  <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                    <ErrorCode code={failure.code} />: {failure.message} {failure.hint}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
