import {
  Machine,
  TraceHasher,
  type Command,
  type MachineEvent,
  type MachineState,
  type Program,
  type TraceEntry,
} from "@tempograph/graph";

/** The command that ended the execution. */
export type EndCommand = Extract<Command, { kind: "complete" | "fail" | "cancelled" | "continueAsNew" }>;

/** The machine as the interpreter drives it, with nothing carried out: its commands only say what history is about. */
export class MachineRun {
  readonly trace: TraceEntry[] = [];
  end: EndCommand | null = null;
  readonly #machine: Machine;
  readonly #hasher = new TraceHasher();
  readonly #timedHasher = new TraceHasher(true);
  readonly #armedFor = new Map<string, number>();
  /** Steps commanded in the workflow task under way: the server has not heard of them. */
  readonly #unsent = new Set<string>();

  constructor(program: Program, state?: MachineState) {
    this.#machine = new Machine(program, state);
  }

  snapshot(): MachineState {
    return this.#machine.snapshot();
  }

  get traceHash(): string {
    return this.#hasher.digest();
  }

  /** Whether the interpreter went through the same changes, by the hash that it sent: an older one counts times too. */
  agreesWith(traceHash: string): boolean {
    return traceHash === this.traceHash || traceHash === this.#timedHasher.digest();
  }

  readonly armedFor = (path: string): number | undefined => this.#armedFor.get(path);

  /** A new workflow task: what was commanded before has been sent. */
  taskBegins(): void {
    this.#unsent.clear();
  }

  apply(events: readonly MachineEvent[], at: number): void {
    let batch = events;
    while (batch.length > 0) {
      const { commands, trace } = this.#machine.apply(batch, at);
      this.#hasher.add(trace);
      this.#timedHasher.add(trace);
      for (const entry of trace) this.trace.push(entry);
      batch = this.#follow(commands);
    }
  }

  /** Core answers the cancel of an activity that it has not sent by itself, in another activation of the same task. */
  #follow(commands: readonly Command[]): MachineEvent[] {
    const answers: MachineEvent[] = [];
    for (const command of commands) {
      switch (command.kind) {
        case "runStep":
          if (command.lane === "step") this.#unsent.add(command.path);
          break;
        case "startTimer":
          this.#armedFor.set(command.path, command.at);
          break;
        case "cancel":
          if (this.#unsent.delete(command.path)) answers.push({ kind: "stepCancelled", path: command.path });
          break;
        case "yield":
          break;
        case "complete":
        case "fail":
        case "cancelled":
        case "continueAsNew":
          this.end = command;
          // The workflow has ended; nothing of what follows is heard.
          return [];
      }
    }
    return answers;
  }
}
