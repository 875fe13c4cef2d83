/** What the page of an execution shows. It stands in the address, so that a link leads to the same step and the same moment. */
export interface ExecutionSearch {
  /** The path of the step whose panel is open. */
  readonly step?: string;
  /** The moment, as the number of trace entries that have happened. Absent: now. */
  readonly moment?: number;
  readonly tab?: Tab;
}

export const TABS = ["timeline", "data", "history"] as const;
export type Tab = (typeof TABS)[number];

/** Reads the address. What has no sense is left out. */
export function readExecutionSearch({ step, moment, tab }: Readonly<Record<string, unknown>>): ExecutionSearch {
  const known = TABS.find((one) => one === tab);
  return {
    ...(typeof step === "string" && step !== "" && { step }),
    ...(typeof moment === "number" && Number.isInteger(moment) && moment >= 0 && { moment }),
    ...(known !== undefined && { tab: known }),
  };
}
