import type { VariablesOf } from "../../data/index.ts";
import type { BulkPreviewQuery } from "./documents.ts";

export type BulkAction = VariablesOf<typeof BulkPreviewQuery>["action"];

export interface BulkChoice {
  readonly kind: BulkAction["kind"];
  readonly label: string;
  /** The words of its button for so many. */
  readonly words: (count: string) => string;
  /** What it is done to. */
  readonly about: string;
  /** What cannot be undone about it. */
  readonly warning?: string;
  readonly asks: readonly ("reason" | "signal" | "version")[];
}

/** What can be done to many executions, in the order of the buttons. */
export const BULK_CHOICES: readonly BulkChoice[] = [
  {
    ...{ kind: "PAUSE", label: "Pause", words: (count) => `Pause ${count}`, asks: [] },
    about: "Those that run: nothing new begins in them until somebody resumes them.",
  },
  {
    ...{ kind: "RESUME", label: "Resume", words: (count) => `Resume ${count}`, asks: [] },
    about: "Those that run. Those that are not paused are skipped.",
  },
  {
    ...{ kind: "INCIDENT_RETRY", label: "Retry failed steps", words: (count) => `Retry ${count}`, asks: [] },
    about: "Each failed step that waits for a person is tried again.",
  },
  {
    ...{ kind: "SIGNAL", label: "Send a signal", words: (count) => `Send it to ${count}`, asks: ["signal"] },
    about: "Those that run get the signal.",
  },
  {
    ...{ kind: "RERUN", label: "Run again", words: (count) => `Run ${count} again`, asks: ["version"] },
    about: "Those that have ended: each becomes a new execution.",
  },
  {
    ...{ kind: "CANCEL", label: "Cancel", words: (count) => `Cancel ${count}`, asks: ["reason"] },
    about: "Those that are open.",
    warning: "Their steps are asked to stop, and what has to be compensated is. They cannot go on afterwards.",
  },
  {
    ...{ kind: "TERMINATE", label: "Terminate", words: (count) => `Terminate ${count}`, asks: ["reason"] },
    about: "Those that are open.",
    warning: "They end at once: nothing is cleaned up or compensated. They cannot go on afterwards.",
  },
];
