import { Alert, List, Stack, Text } from "@mantine/core";
import type { EventData, Graph, Json, Trigger } from "@tempograph/graph";
import { useEffect, useMemo, useState, type ReactElement } from "react";
import { Scrubber } from "../replay/scrubber.tsx";
import { durationText, ErrorPanel } from "../ui/index.ts";
import { litAt, type Lit } from "./lit-at.ts";
import type { Trial } from "./trial.ts";
import { TryEvent, type EventText } from "./try-event.tsx";
import { TryNode } from "./try-node.tsx";
import { useSimulation } from "./use-simulation.ts";
import { dataText, useStoredEvents } from "./use-stored-events.ts";

interface Props {
  readonly graph: Graph;
  readonly triggers: readonly Trigger[];
  readonly workflow: { readonly id: string; readonly name: string };
  /** The node that a person looks at. */
  readonly selected: string | undefined;
  /** The event and the outcomes. Whoever shows the panel keeps them, so that they outlive it. */
  readonly trial: Trial;
  readonly onTrial: (change: (before: Trial) => Trial) => void;
  /** The path through the graph that the canvas lights up; undefined: nothing is simulated. */
  readonly onLit: (lit: Lit | undefined) => void;
}

/**
 * Tries a graph: simulates it in the browser with an event, lights up the path, and shows the virtual clock. The node that a person
 * looks at can be given an outcome, or run for real.
 */
export function TryPanel({ graph, triggers, workflow, selected, trial, onTrial, onLit }: Props): ReactElement {
  const { event, outcomes } = trial;
  const { type } = event;
  const stored = useStoredEvents(type);
  const [newest] = stored;
  const data = event.data ?? (newest === undefined ? "{}" : dataText(newest));
  const [moment, setMoment] = useState<number>();
  const [time] = useState(() => new Date().toISOString());
  const read = useMemo(() => readEvent({ type, data }, time), [type, data, time]);
  const { simulation, player, refused, error, isPending } = useSimulation({
    ...{ graph, triggers, workflow, outcomes },
    event: read.event,
  });
  const shown = useMemo(() => player?.at(moment ?? Infinity), [player, moment]);
  const lit = useMemo(() => (shown === undefined ? undefined : litAt(graph, shown)), [graph, shown]);
  useEffect(() => {
    onLit(lit);
    return () => onLit(undefined);
  }, [lit, onLit]);
  const node = graph.nodes.find(({ id }) => id === selected);
  const clock = shown?.at == null ? 0 : shown.at - Date.parse(time);
  return (
    <Stack gap="md" component="section" aria-label="Try it">
      <TryEvent
        event={{ type, data }}
        stored={stored}
        onChange={(change) => onTrial((before) => ({ ...before, event: { ...before.event, ...change } }))}
        problem={read.problem}
      />
      <ErrorPanel error={error} title="The simulation was ended" />
      {refused.length > 0 && (
        <Alert color="red" variant="light" title="The graph cannot run yet">
          <List size="sm">
            {refused
              .filter(({ severity }) => severity === "error")
              .slice(0, 5)
              .map((problem, index) => (
                <List.Item key={index}>
                  {problem.message} {problem.hint}
                </List.Item>
              ))}
          </List>
        </Alert>
      )}
      {simulation !== undefined && player !== undefined && (
        <>
          <Text size="sm" component="output" aria-live="polite" fw={600}>
            {ENDS[simulation.status]} {isPending ? "…" : ""} Virtual clock: {durationText(clock)} of{" "}
            {durationText(simulation.tookMs)}
          </Text>
          {simulation.trigger?.matched === false && (
            <Text size="sm">
              No trigger takes this event
              {simulation.trigger.missing.length > 0 &&
                ` as far as is known: ${simulation.trigger.missing.join(", ")} is missing`}
              . The graph is simulated all the same.
            </Text>
          )}
          {simulation.warnings.map(({ code, path, message }) => (
            <Text size="sm" key={`${code} ${path ?? ""} ${message}`}>
              {message}
            </Text>
          ))}
          {simulation.error !== null && <ErrorPanel error={simulation.error} title="How it ended" />}
          <Scrubber entries={player.entries} moment={moment} onChange={setMoment} />
        </>
      )}
      {node === undefined ? (
        <Text size="sm" c="dimmed">
          Choose a node on the canvas to see its input, to give it an outcome, or to run it for real.
        </Text>
      ) : (
        <TryNode
          key={node.id}
          node={node}
          choice={outcomes.get(node.id)}
          onChoose={(choice) =>
            onTrial((before) => ({ ...before, outcomes: new Map([...before.outcomes, [node.id, choice]]) }))
          }
          simulation={simulation}
          payload={read.event?.data ?? {}}
        />
      )}
    </Stack>
  );
}

const ENDS = {
  completed: "It completes.",
  completedWithErrors: "It completes although steps fail.",
  failed: "It fails.",
  cancelled: "It is cancelled.",
  waiting: "It waits for something that only happens for real.",
  stopped: "It was stopped.",
} as const;

function readEvent(
  { type, data }: EventText,
  time: string,
): { readonly event: EventData | null; readonly problem: string | undefined } {
  try {
    const event = { id: "evt_simulated", type, source: "api", time, data: JSON.parse(data) as Json };
    return { event, problem: undefined };
  } catch {
    return { event: null, problem: 'The data is no JSON. Write an object, such as { "score": 90 }.' };
  }
}
