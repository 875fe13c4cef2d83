import { useEffect, useState } from "react";
import { Superseded } from "./machine-error.ts";
import { sharedMachine } from "./shared-machine.ts";
import type { TaskInput, TaskName, TaskOutput } from "./tasks.ts";

export interface Answered<Value> {
  /** The newest answer. It stays while the next one is computed, so that the page does not flicker. */
  readonly value: Value | undefined;
  /** Why there was no answer to the newest input. */
  readonly error: Error | undefined;
  readonly isPending: boolean;
}

export interface AskOptions {
  /** Requests of one lane replace each other. Give each field of a form a lane of its own. */
  readonly lane: string;
  /** Milliseconds to wait for further input. Default 150. */
  readonly debounceMs?: number;
}

/** Runs a task whenever its input changes; `input` has to keep its identity while it is the same. Null: nothing is asked. */
export function useMachine<Name extends TaskName>(
  name: Name,
  input: TaskInput<Name> | null,
  { lane, debounceMs = 150 }: AskOptions,
): Answered<TaskOutput<Name>> {
  const [last, setLast] = useState<Last<TaskOutput<Name>>>(NOTHING);
  useEffect(() => {
    if (input === null) return;
    let isOver = false;
    const show = (next: Last<TaskOutput<Name>>) => {
      if (!isOver) setLast(next);
    };
    const timer = setTimeout(() => {
      sharedMachine()
        .run(name, input, lane)
        .then(
          (value) => show({ input, value, error: undefined }),
          (error: Error) => {
            if (!(error instanceof Superseded)) show({ input, value: undefined, error });
          },
        );
    }, debounceMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [name, input, lane, debounceMs]);
  const { value, error } = input === null ? NOTHING : last;
  return { value, error, isPending: input !== null && last.input !== input };
}

interface Last<Value> {
  /** What it answers. */
  readonly input: unknown;
  readonly value: Value | undefined;
  readonly error: Error | undefined;
}

const NOTHING = { input: undefined, value: undefined, error: undefined };
