import { compile, type ExecutionStart, type Program } from "@tempograph/graph";
import { LRUCache } from "lru-cache";

export interface ProgramCache {
  /** @throws the error of `compile`. The interpreter fails such an execution at its start. */
  get(start: ExecutionStart): Program;
}

/** Compiles each published version once, as workers do, and keeps the versions used last. */
export function createProgramCache(): ProgramCache {
  const programs = new LRUCache<string, Program, ExecutionStart>({
    max: 200,
    memoMethod: (_key, _stale, { context: { definition } }) => compile(definition),
  });
  return {
    get: (start) => programs.memo(`${start.definition.interpreterVersion}:${start.definitionHash}`, { context: start }),
  };
}
