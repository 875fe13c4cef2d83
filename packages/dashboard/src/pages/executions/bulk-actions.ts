import type { VariablesOf } from "../../data/index.ts";
import { REASON, signalFields, versionField, type OperationField } from "../../operations/operation-field.ts";
import type { BulkPreviewQuery } from "./documents.ts";

export type BulkAction = VariablesOf<typeof BulkPreviewQuery>["action"];

export interface BulkChoice {
  readonly kind: BulkAction["kind"];
  readonly label: string;
  /** What is done, with how many of them it is done to: `Cancel 12 executions`. Its button says the number alone. */
  readonly words: (many: string) => string;
  /** Of what it is done to one and several. Absent: executions. */
  readonly things?: readonly [one: string, several: string];
  /** What it is done to. */
  readonly about: string;
  /** What cannot be undone about it. */
  readonly warning?: string;
  /** What a person fills in. The names are those of the fields of `BulkActionInput`. */
  readonly fields?: readonly OperationField[];
}

/** What can be done to many executions, in the order of the buttons. */
export const BULK_CHOICES: readonly BulkChoice[] = [
  {
    ...{ kind: "PAUSE", label: "Pause", words: (many) => `Pause ${many}` },
    about: "Those that run: nothing new begins in them until somebody resumes them.",
  },
  {
    ...{ kind: "RESUME", label: "Resume", words: (many) => `Resume ${many}` },
    about: "Those that run. Those that are not paused are skipped.",
  },
  {
    ...{ kind: "INCIDENT_RETRY", label: "Retry failed steps", words: (many) => `Retry ${many}` },
    things: ["failed step", "failed steps"],
    about: "Each failed step that waits for a person is tried again.",
  },
  {
    ...{
      kind: "SIGNAL",
      label: "Send a signal",
      words: (many) => `Send a signal to ${many}`,
      fields: signalFields("signalName"),
    },
    about: "Those that run get the signal.",
  },
  {
    ...{ kind: "RERUN", label: "Run again", words: (many) => `Run ${many} again` },
    fields: [versionField("The version of the old execution")],
    about: "Those that have ended: each becomes a new execution.",
  },
  {
    ...{ kind: "CANCEL", label: "Cancel", words: (many) => `Cancel ${many}`, fields: [REASON] },
    about: "Those that are open.",
    warning: "Their steps are asked to stop, and what has to be compensated is. They cannot go on afterwards.",
  },
  {
    ...{ kind: "TERMINATE", label: "Terminate", words: (many) => `Terminate ${many}`, fields: [REASON] },
    about: "Those that are open.",
    warning: "They end at once: nothing is cleaned up or compensated. They cannot go on afterwards.",
  },
];
