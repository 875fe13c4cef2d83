import {
  RegionMachine,
  TraceHasher,
  type Command,
  type MachineEvent,
  type MachineState,
  type Program,
  type RegionDriverCommand,
  type RegionEvent,
  type TraceEntry,
} from "@tempograph/graph";

/** The command that ended the execution. */
export type EndCommand = Extract<Command, { kind: "complete" | "fail" | "cancelled" | "continueAsNew" }>;

/** Drives the machine as the interpreter does, without carrying out its commands: history already holds their results. */
export class MachineRun {
  readonly trace: TraceEntry[] = [];
  end: EndCommand | null = null;
  readonly #machine: RegionMachine;
  readonly #hasher = new TraceHasher();
  readonly #timedHasher = new TraceHasher(true);
  readonly #armedFor = new Map<string, number>();
  /** The steps that were started in the current workflow task. The server does not know them yet. */
  readonly #unsent = new Set<string>();

  constructor(program: Program, state?: MachineState) {
    this.#machine = new RegionMachine(program, state);
  }

  snapshot(): MachineState {
    return this.#machine.machine.snapshot();
  }

  get traceHash(): string {
    return this.#hasher.digest();
  }

  /** Whether the interpreter's trace was the same, by its hash. Older interpreters included times in the hash. */
  agreesWith(traceHash: string): boolean {
    return traceHash === this.traceHash || traceHash === this.#timedHasher.digest();
  }

  readonly armedFor = (path: string): number | undefined => this.#armedFor.get(path);

  /** A new workflow task begins: the commands of the last one have been sent. */
  taskBegins(): void {
    this.#unsent.clear();
  }

  apply(events: readonly (MachineEvent | RegionEvent)[], at: number): void {
    let batch = events;
    while (batch.length > 0) {
      const { commands, trace } = this.#machine.apply(batch, at);
      this.#hasher.add(trace);
      this.#timedHasher.add(trace);
      for (const entry of trace) this.trace.push(entry);
      batch = this.#follow(commands);
    }
  }

  /**
   * Follows the machine's commands and returns their immediate answers. If an activity is cancelled in the task that started it,
   * the SDK's core does not send it to the server, but answers the cancel itself in another activation of the same task.
   */
  #follow(commands: readonly RegionDriverCommand[]): MachineEvent[] {
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
        case "runRegion":
        case "cancelRegion":
          break;
        case "complete":
        case "fail":
        case "cancelled":
        case "continueAsNew":
          this.end = command;
          // The workflow has ended, so the machine gets no further events.
          return [];
      }
    }
    return answers;
  }
}
