import type { NodeScope, Trigger } from "@tempograph/graph";
import { useMemo } from "react";
import { graphql, useApi } from "../../data/index.ts";
import { eventTypeOf, sampleOfEvent, sampleOfExecution } from "./sample-of.ts";

const LastExecutionQuery = graphql(`
  query SampleExecution($workflowId: ID!) {
    executions(first: 1, filter: { workflowId: $workflowId }) {
      nodes {
        event {
          id
          type
          source
          subject
          time
          data
        }
        steps(first: 200) {
          nodes {
            path
            nodeId
            type
            output
          }
        }
      }
    }
  }
`);

const StoredEventQuery = graphql(`
  query SampleEvent($type: String) {
    events(first: 1, filter: { type: $type }) {
      nodes {
        id
        type
        source
        subject
        time
        data
      }
    }
  }
`);

const NOTHING: NodeScope = {};

/** Real values for the forms of a workflow: of its last execution, or else of the last event that could start it. Empty if there is neither. */
export function useSample(workflowId: string, triggers: readonly Trigger[]): NodeScope {
  const executions = useApi(LastExecutionQuery, { workflowId });
  const execution = executions.data?.executions.nodes[0];
  const type = eventTypeOf(triggers);
  const isMissing = executions.isSuccess && execution === undefined && type !== undefined;
  const events = useApi(StoredEventQuery, { type: type ?? null }, { enabled: isMissing });
  const event = events.data?.events.nodes[0];
  return useMemo(() => {
    if (execution !== undefined) return sampleOfExecution(execution.event, execution.steps.nodes);
    return event === undefined ? NOTHING : sampleOfEvent(event);
  }, [execution, event]);
}
