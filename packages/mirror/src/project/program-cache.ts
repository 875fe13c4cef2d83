import { compile, type ExecutionStart, type Program } from "@tempograph/graph";

/** Versions kept compiled; the least recently used goes first. */
const MAX_PROGRAMS = 200;

/** Compiles each published version once, as the workers do. */
export class ProgramCache {
  readonly #programs = new Map<string, Program>();

  /** @throws what `compile` throws: the interpreter fails such an execution at its start. */
  get(start: ExecutionStart): Program {
    const key = `${start.definition.interpreterVersion}:${start.definitionHash}`;
    let program = this.#programs.get(key);
    if (program === undefined) program = compile(start.definition);
    else this.#programs.delete(key);
    this.#programs.set(key, program);
    if (this.#programs.size > MAX_PROGRAMS) this.#programs.delete(this.#programs.keys().next().value!);
    return program;
  }
}
