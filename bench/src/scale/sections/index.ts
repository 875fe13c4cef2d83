import { ingestPerS } from "./ingest-per-s.ts";
import { listsMs } from "./lists-ms.ts";
import { matchMs10000 } from "./match-ms.ts";
import { mirrorLagMs } from "./mirror-lag-ms.ts";
import { retentionRowsPerS } from "./retention-rows-per-s.ts";
import { subscribers } from "./subscribers.ts";
import type { Section } from "./section.ts";

/** What `bench:scale` measures, by the field of its result. A text says why a field is null. */
export const SECTIONS: Readonly<Record<string, Section | string>> = {
  listsMs,
  matchMs10000,
  ingestPerS,
  subscribers,
  mirrorLagMs,
  retentionRowsPerS,
};
