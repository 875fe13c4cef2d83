import { runProgram } from "./run-program.ts";
import type { Section } from "./section.ts";

/** Live updates of 1,000 executions that wake within a second, each with a subscriber of its own, as `bench:subscribers` measures them. */
export const subscribers: Section = {
  async measure() {
    return { value: await runProgram("subscribers/main.ts", []) };
  },
};
