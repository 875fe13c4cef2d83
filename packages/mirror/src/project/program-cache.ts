import { compile, definitionHash, type ExecutionStart, type Program } from "@tempograph/graph";
import { LRUCache } from "lru-cache";

export interface ProgramCache {
  /** @throws the error of `compile`. The interpreter fails such an execution at its start. */
  get(start: ExecutionStart): Program;
}

/**
 * Compiles each published version once, as workers do, and keeps the versions used last. As in workers, a definition that does not have the hash of
 * its start is not shared (I15).
 */
export function createProgramCache(): ProgramCache {
  const programs = new LRUCache<string, Program>({ max: 200 });
  return {
    get({ definition, definitionHash: hash }) {
      const key = `${definition.interpreterVersion}:${hash}`;
      const known = programs.get(key);
      if (known !== undefined) return known;
      const program = compile(definition);
      if (definitionHash(definition) === hash) programs.set(key, program);
      return program;
    },
  };
}
