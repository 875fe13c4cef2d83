import type { Draft } from "@tempograph/graph";
import { useEffect, useMemo, useRef, useState } from "react";
import type { TaskInput, TaskOutput } from "../../machine/tasks.ts";
import { useMachine } from "../../machine/use-machine.ts";
import { useUnreadText, type UnreadTexts } from "./use-unread-text.ts";

/** What reads a text as a draft. */
type Reader = "readGraphText" | "readCode";

interface Options<Task extends Reader> {
  readonly reader: Task;
  readonly draft: Draft;
  /** The draft as a text; undefined until it is there. */
  readonly printed: string | undefined;
  readonly onChange: (draft: Draft) => void;
  readonly unread: UnreadTexts;
  /** Where the text is among those that have not been read. */
  readonly key: string;
}

interface DraftText<Task extends Reader> {
  readonly text: string;
  /** Whether something has been typed that is not the draft yet. */
  readonly isTyped: boolean;
  /** What was read of it; undefined while it is being read. */
  readonly read: TaskOutput<Task> | undefined;
  readonly error: Error | undefined;
  readonly type: (text: string) => void;
  /** Takes the printed text in the place of the typed one. */
  readonly reset: () => void;
}

/** A text is read when a person pauses. */
const PAUSE_MS = 400;

/**
 * A draft as a text that a person can edit. It is read in the machine's worker, so that 5 MB do not freeze the page. A change of the draft from elsewhere
 * replaces the text; what the person has typed stays as it is typed, with its comments and spaces, while it says the same or cannot be read.
 */
export function useDraftText<Task extends Reader>(options: Options<Task>): DraftText<Task> {
  const { reader, draft, printed, onChange, unread, key } = options;
  const [typed, setTyped] = useUnreadText(unread, key);
  const [kept, setKept] = useState<{ readonly text: string; readonly draft: Draft }>();
  const input = useMemo(() => (typed === null ? null : ({ text: typed } as TaskInput<Task>)), [typed]);
  const { value, error, isPending } = useMachine(reader, input, { lane: `read ${key}`, debounceMs: PAUSE_MS });
  const read = isPending || typed === null ? undefined : value;
  const accept = (next: Draft): void => {
    setKept({ text: typed ?? "", draft: next });
    setTyped(null);
    onChange(next);
  };
  const latest = useRef(accept);
  useEffect(() => {
    latest.current = accept;
  });
  useEffect(() => {
    if (read?.workflow !== undefined) latest.current(read.workflow);
  }, [read]);
  const isKept = kept !== undefined && kept.draft.graph === draft.graph && kept.draft.triggers === draft.triggers;
  return {
    text: typed ?? (isKept ? kept.text : (printed ?? "")),
    ...{ isTyped: typed !== null, read, error, type: setTyped },
    reset: () => {
      setTyped(null);
      setKept(undefined);
    },
  };
}
