import { Text } from "@mantine/core";
import type { ReactElement } from "react";
import { useApi } from "../../../data/index.ts";
import { JsonView, QueryView } from "../../../ui/index.ts";
import { StepDataQuery } from "../documents.ts";
import { useAgainWhen } from "./use-again-when.ts";

interface Props {
  readonly id: string;
  readonly path: string;
  /** Changes whenever the values may have changed: they can be large, and are not asked for without need. */
  readonly changed: string;
  /** Whether the step has ended at the moment that the page shows: before, it has no output. */
  readonly hasEnded: boolean;
}

/** The rendered input of a step, and its output. */
export function StepData({ id, path, changed, hasEnded }: Props): ReactElement {
  const query = useApi(StepDataQuery, { id, path });
  useAgainWhen(changed, query.refetch);
  return (
    <QueryView query={query}>
      {({ execution }) => {
        const { input, output, payloadsHidden } = execution?.step ?? {};
        return (
          <>
            <JsonView title="Input" value={input} hidden={payloadsHidden} />
            {hasEnded ? (
              <JsonView title="Output" value={output} hidden={payloadsHidden} />
            ) : (
              <Text size="sm" c="dimmed">
                It has no output yet.
              </Text>
            )}
          </>
        );
      }}
    </QueryView>
  );
}
