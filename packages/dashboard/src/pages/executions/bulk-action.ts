import type { BulkAction, BulkChoice } from "./bulk-actions.ts";

/** What somebody has written into the fields of the dialog. */
export interface Given {
  readonly reason: string;
  readonly signalName: string;
  /** JSON. */
  readonly payload: string;
  readonly version: "SAME" | "PUBLISHED";
}

export const NOTHING_GIVEN: Given = { reason: "", signalName: "", payload: "", version: "SAME" };

/** The action that the API is asked for, or what is wrong with what was written. */
export function bulkAction({ kind, asks }: BulkChoice, given: Given): BulkAction | { readonly problem: string } {
  const [reason, signalName, payload] = [given.reason.trim(), given.signalName.trim(), given.payload.trim()];
  if (asks.includes("reason")) return { kind, ...(reason !== "" && { reason }) };
  if (asks.includes("version")) return { kind, version: given.version };
  if (!asks.includes("signal")) return { kind };
  if (signalName === "") return { problem: "The signal needs a name." };
  if (payload === "") return { kind, signalName };
  try {
    return { kind, signalName, payload: JSON.parse(payload) as unknown };
  } catch {
    return { problem: `The payload is no JSON. A text is written in quotes: ${JSON.stringify(payload.slice(0, 40))}.` };
  }
}
