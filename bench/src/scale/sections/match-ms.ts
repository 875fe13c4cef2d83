import { runProgram } from "./run-program.ts";
import type { Section } from "./section.ts";

/** Milliseconds for one event and 10,000 triggers of its type, as `bench:match` measures them. */
export const matchMs10000: Section = {
  async measure() {
    const { msPerEvent } = (await runProgram("match/main.ts", [])) as { readonly msPerEvent: { same10000: number } };
    return { value: msPerEvent.same10000 };
  },
};
