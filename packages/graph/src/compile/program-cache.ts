import type { Definition } from "../definition/definition.ts";
import { definitionHash } from "../definition/freeze-hash.ts";
import type { Program } from "../interpret/state/program.ts";
import { compile } from "./compile.ts";

/** A definition, and the hash that an execution's start says it has. */
export interface HashedDefinition {
  readonly definition: Definition;
  readonly definitionHash: string;
}

/** The programs of the versions used last. */
export interface ProgramCache {
  /** @throws the error of `compile`. The interpreter fails such an execution at its start. */
  get(start: HashedDefinition): Program;
}

/**
 * Compiles each published version once and keeps the `most` versions used last; workers and the mirror use it. A program is never changed, so
 * executions can share it. A definition that does not have the hash of its start is compiled but not shared: whoever reaches Temporal could
 * otherwise give other executions of that hash a program of their own, without its approvals (I15).
 */
export function createProgramCache(most = 200): ProgramCache {
  // A Map keeps its keys in the order of insertion, so the first key is that of the program used least recently.
  const programs = new Map<string, Program>();
  return {
    get({ definition, definitionHash: hash }) {
      const key = `${definition.interpreterVersion}:${hash}`;
      const known = programs.get(key);
      if (known === undefined) {
        const program = compile(definition);
        if (definitionHash(definition) !== hash) return program;
        programs.set(key, program);
        if (programs.size > most) programs.delete(programs.keys().next().value!);
        return program;
      }
      programs.delete(key);
      programs.set(key, known);
      return known;
    },
  };
}
