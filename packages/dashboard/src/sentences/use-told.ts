import type { Draft } from "@tempograph/graph";
import { useState } from "react";
import { useMachine } from "../machine/use-machine.ts";
import { linesOf, type SentenceLine } from "./lines-of.ts";

/** A workflow as sentences, and the workflow that they tell of: it may be older than the one that is asked for. */
export interface Told {
  readonly draft: Draft;
  readonly text: string;
  readonly lines: readonly SentenceLine[];
}

/** The sentences of a workflow; undefined until they are there. `draft` has to keep its identity while it is the same. */
export function useTold(
  draft: Draft,
  lane: string,
): { readonly told: Told | undefined; readonly error: Error | undefined; readonly isPending: boolean } {
  const { value, error, isPending } = useMachine("tellDraft", draft, { lane, debounceMs: 0 });
  const [last, setLast] = useState<{ readonly of: unknown; readonly told: Told }>();
  if (!isPending && value !== undefined && (last?.of !== value || last.told.draft !== draft)) {
    const lines = last?.of === value ? last.told.lines : linesOf(value.sentences, last?.told.lines);
    setLast({ of: value, told: { draft, text: value.text, lines } });
  }
  return { told: last?.told, error, isPending };
}
