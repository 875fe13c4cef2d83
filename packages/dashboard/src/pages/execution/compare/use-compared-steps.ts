import { useEffect, useState } from "react";
import { send, toApiError, type ApiError } from "../../../data/index.ts";
import { comparedStep, type ComparedStep } from "./compared-step.ts";
import { ComparedStepsQuery } from "./documents.ts";

export interface ComparedSteps {
  readonly steps: readonly ComparedStep[];
  /** How many steps the execution has; undefined until the first page is there. */
  readonly total: number | undefined;
  readonly isComplete: boolean;
  readonly error: ApiError | undefined;
}

const NONE: ComparedSteps = { steps: [], total: undefined, isComplete: false, error: undefined };

/**
 * Reads all steps of an execution, page by page, and keeps no values of them. A component that compares other executions has to be
 * another one (`key`).
 */
export function useComparedSteps(id: string): ComparedSteps {
  const [read, setRead] = useState(NONE);
  useEffect(() => {
    const leaving = new AbortController();
    readAll(id, setRead, leaving.signal).catch((error: unknown) => {
      if (!leaving.signal.aborted) setRead((before) => ({ ...before, error: toApiError(error) }));
    });
    return () => leaving.abort();
  }, [id]);
  return read;
}

async function readAll(id: string, onRead: (read: ComparedSteps) => void, signal: AbortSignal): Promise<void> {
  const steps: ComparedStep[] = [];
  let after: string | null = null;
  do {
    const page = await readPage(id, after, signal);
    if (page === undefined || signal.aborted) return;
    const { nodes, totalCount, pageInfo } = page;
    for (const node of nodes) steps.push(comparedStep(node));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    onRead({ steps: [...steps], total: totalCount, isComplete: after === null, error: undefined });
  } while (after !== null);
}

async function readPage(id: string, after: string | null, signal: AbortSignal) {
  return (await send(ComparedStepsQuery, { id, after }, signal)).execution?.steps;
}
