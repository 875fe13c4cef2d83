import { runProgram } from "./run-program.ts";
import type { Section } from "./section.ts";

/** Events that the API acknowledges per second, single and in batches, each stored durably before, as `bench:ingest` measures them. */
export const ingestPerS: Section = {
  async measure() {
    const { eventsPerSecond } = (await runProgram("ingest/main.ts", [])) as { readonly eventsPerSecond: unknown };
    return { value: eventsPerSecond };
  },
};
