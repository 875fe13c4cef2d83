import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { apiQuery } from "../../data/index.ts";
import { StepDataQuery } from "./documents.ts";

/** The inputs of these steps, as far as they have been read: updates do not carry them. */
export function useInputs(id: string, paths: readonly string[]): ReadonlyMap<string, unknown> {
  const texts = useQueries({
    queries: paths.map((path) => ({ ...apiQuery(StepDataQuery, { id, path }), staleTime: Infinity })),
    combine: (answers) => answers.map(({ data }) => data?.execution?.step?.input),
  });
  return useMemo(() => new Map(paths.map((path, index) => [path, texts[index]])), [paths, texts]);
}
