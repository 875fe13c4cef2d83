import { Anchor, Badge, Group, SimpleGrid, Table } from "@mantine/core";
import { Fragment, type ReactElement } from "react";
import { useApi } from "../../../data/index.ts";
import { JsonView, Lasts, QueryView, StatusBadge } from "../../../ui/index.ts";
import { StepDataQuery } from "../documents.ts";
import type { ComparedStep } from "./compared-step.ts";
import type { StepPair } from "./pair-steps.ts";

interface Props {
  /** The ids of the two executions. */
  readonly ids: readonly [left: string, right: string];
  readonly pair: StepPair;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** The same step of two executions in a row, and their values below it when it is opened. */
export function PairRow({ ids, pair: { path, left, right, differs }, isOpen, onToggle }: Props): ReactElement {
  return (
    <Fragment>
      <Table.Tr>
        <Table.Td>
          <Anchor component="button" type="button" size="sm" aria-expanded={isOpen} onClick={onToggle}>
            {path}
          </Anchor>
        </Table.Td>
        {[left, right].map((step, index) => (
          <Table.Td key={index}>{step === undefined ? "–" : <Visit step={step} />}</Table.Td>
        ))}
        <Table.Td>
          <Group gap={4}>
            {differs.map((field) => (
              <Badge key={field} variant="light" tt="none">
                {field}
              </Badge>
            ))}
          </Group>
        </Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr>
          <Table.Td colSpan={4}>
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              {left !== undefined && <Values id={ids[0]} path={path} where="on the left" />}
              {right !== undefined && <Values id={ids[1]} path={path} where="on the right" />}
            </SimpleGrid>
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  );
}

function Visit({ step: { status, startedAt, endedAt } }: { readonly step: ComparedStep }): ReactElement {
  return (
    <Group gap={6}>
      <StatusBadge status={status} />
      {startedAt !== null && endedAt !== null && <Lasts from={startedAt} to={endedAt} size="sm" />}
    </Group>
  );
}

function Values({ id, path, where }: Record<"id" | "path" | "where", string>): ReactElement {
  const query = useApi(StepDataQuery, { id, path });
  return (
    <div>
      <QueryView query={query}>
        {({ execution }) => {
          const { input, output, payloadsHidden } = execution?.step ?? {};
          return (
            <>
              <JsonView title={`Input ${where}`} value={input} hidden={payloadsHidden} />
              <JsonView title={`Output ${where}`} value={output} hidden={payloadsHidden} />
            </>
          );
        }}
      </QueryView>
    </div>
  );
}
