import { GATE_PATH, leavingEdges, type Definition, type StepState } from "@tempograph/graph";
import { useEffect, useRef, useState } from "react";
import type { Moment } from "../../replay/trace-player.ts";
import { follow, queryClient, apiKey, type ApiError } from "../../data/index.ts";
import { ExecutionQuery, ExecutionUpdates } from "./documents.ts";
import { Recording, type Update } from "./model/recording.ts";

/** Updates are shown together that come within this time: an execution can have hundreds in a second. */
const TOGETHER_MS = 60;
/** To show an execution of thousands of steps costs time, which is at most this part of all time, so that the page answers its reader. */
const MOST_BUSY = 0.25;
const LONGEST_PAUSE_MS = 3_000;

export interface Latest {
  readonly moment: Moment;
  readonly steps: readonly StepState[];
}

export interface Recorded {
  /** Always the same object. */
  readonly recording: Recording;
  /** The execution as it is now: another object whenever the recording has changed. */
  readonly latest: Latest;
  readonly error: ApiError | undefined;
}

/**
 * Follows an execution from its beginning. What the page knows of its steps comes from its updates; after a break it goes on behind the last one.
 * A component that shows another execution has to be another one (`key`).
 */
export function useRecording(id: string, definition: Pick<Definition, "edges">): Recorded {
  const [recording] = useState(() => new Recording(leavingEdges(definition)));
  const [latest, setLatest] = useState(() => latestOf(recording));
  const [error, setError] = useState<ApiError>();
  const showing = useRef({ beganAt: 0, costMs: 0 });
  useEffect(() => {
    const { beganAt } = showing.current;
    if (beganAt > 0) showing.current.costMs = performance.now() - beganAt;
  }, [latest]);
  useEffect(() => {
    const leaving = new AbortController();
    let collected: Update[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      const updates = collected;
      collected = [];
      showing.current.beganAt = performance.now();
      recording.add(updates);
      setLatest(latestOf(recording));
      // The status, the output and the links of the execution are read again when they may have changed, and whether it is paused.
      if (updates.some(({ kind, path }) => kind === "STATUS" || path === GATE_PATH))
        void queryClient.invalidateQueries({ queryKey: apiKey(ExecutionQuery) });
    };
    const seen = recording.cursor;
    follow(ExecutionUpdates, {
      variables: (after) => ({ id, after: after ?? seen ?? null }),
      cursorOf: ({ executionEvents }) => executionEvents.cursor,
      onUpdate: ({ executionEvents }) => {
        collected.push(executionEvents as Update);
        timer ??= setTimeout(show, pauseAfter(showing.current.costMs));
      },
      signal: leaving.signal,
    }).catch(setError);
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [id, recording]);
  return { recording, latest, error };
}

/** How long updates are collected, if showing the ones before has taken so long. */
function pauseAfter(costMs: number): number {
  return Math.min(LONGEST_PAUSE_MS, Math.max(TOGETHER_MS, costMs / MOST_BUSY));
}

function latestOf(recording: Recording): Latest {
  const moment = recording.now();
  return { moment, steps: [...moment.steps.states()] };
}
