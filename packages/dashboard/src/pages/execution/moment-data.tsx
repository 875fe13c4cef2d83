import { Anchor, List, Stack, Text } from "@mantine/core";
import { hasBegun, isOpenStep } from "@tempograph/graph";
import { useState, type ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import type { Moment } from "../../replay/trace-player.ts";
import { JsonView, QueryView } from "../../ui/index.ts";
import { ExecutionDataQuery, StepDataQuery } from "./documents.ts";

/** So many steps are listed: more could not be looked through. */
const MOST_STEPS = 100;

interface Props {
  readonly id: string;
  readonly moment: Moment;
  /** Whether the execution has ended at this moment: before, it has no output. */
  readonly hasEnded: boolean;
}

/** The data that an execution has at a moment: its event, the outputs of the steps that have ended by then, and its own output. */
export function MomentData({ id, moment, hasEnded }: Props): ReactElement {
  const query = useApi(ExecutionDataQuery, { id });
  const ended = [...moment.steps.states()].filter(({ status }) => !isOpenStep(status) && hasBegun(status)).reverse();
  return (
    <QueryView query={query}>
      {({ execution }) => (
        <Stack>
          <JsonView title="Event" value={execution?.event.data} hidden={execution?.payloadsHidden} />
          <div>
            <Text size="sm" fw={600}>
              Outputs of steps
            </Text>
            {ended.length === 0 && (
              <Text size="sm" c="dimmed">
                No step has ended yet.
              </Text>
            )}
            <List size="sm" listStyleType="none">
              {ended.slice(0, MOST_STEPS).map(({ path }) => (
                <List.Item key={path}>
                  <StepOutput id={id} path={path} />
                </List.Item>
              ))}
            </List>
            {ended.length > MOST_STEPS && (
              <Text size="sm" c="dimmed">
                And {(ended.length - MOST_STEPS).toLocaleString("en")} earlier steps: choose one in the graph or in the
                timeline.
              </Text>
            )}
          </div>
          {hasEnded ? (
            <JsonView title="Output" value={execution?.output} hidden={execution?.payloadsHidden} />
          ) : (
            <Text size="sm" c="dimmed">
              The execution has no output yet.
            </Text>
          )}
        </Stack>
      )}
    </QueryView>
  );
}

function StepOutput({ id, path }: { readonly id: string; readonly path: string }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const query = useApi(StepDataQuery, { id, path }, { enabled: isOpen });
  return (
    <>
      <Anchor component="button" type="button" size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {path}
      </Anchor>
      {isOpen && (
        <QueryView query={query}>
          {({ execution }) => (
            <JsonView
              title={`Output of ${path}`}
              value={execution?.step?.output}
              hidden={execution?.step?.payloadsHidden}
            />
          )}
        </QueryView>
      )}
    </>
  );
}
