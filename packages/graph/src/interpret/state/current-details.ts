import { printMoment } from "../../time-zone/print-moment.ts";
import type { Definition } from "../../definition/definition.ts";
import type { MachineState, OpenState } from "./machine-state.ts";

/** At most this many open steps are listed, because Temporal accepts at most 20,000 bytes. */
const MAX_LINES = 20;

/** The end of the year 9999, the last one that RFC 3339 can print. */
const LAST_PRINTABLE = 253_402_300_799_999;

const WAITS_FOR: { readonly [Kind in OpenState["kind"]]: string } = {
  step: "running",
  timer: "waits for a time",
  signal: "waits for a signal",
  reply: "waits for an answer from outside",
  approval: "waits for a person's decision",
  container: "",
  incident: "**failed, and waits for a person**",
};

/**
 * Describes in Markdown which steps of an execution are open and what they wait for, for a person who looks at the
 * execution in Temporal's Web UI. It contains paths, node types and times, but never data, which might be secret (I10).
 */
export function currentDetails({ workflow, nodes }: Definition, state: MachineState): string {
  const types = new Map(nodes.map(({ id, type }) => [id, type]));
  const open = state.open.filter(({ kind }) => kind !== "container");
  const waiting = state.waiting === undefined ? 0 : state.waiting.step.length + state.waiting.burst.length;
  const lines = [
    `**${escape(workflow.name)}**, version ${workflow.version}${state.paused ? ", **paused**" : ""}`,
    "",
    ...open.slice(0, MAX_LINES).map((entry) => `* ${lineOf(entry, types.get(entry.node) ?? "")}`),
    ...(open.length > MAX_LINES ? [`* and ${open.length - MAX_LINES} more`] : []),
    ...(waiting > 0 ? [`* ${waiting} steps wait until others have ended`] : []),
  ];
  return lines.join("\n");
}

function lineOf({ path, kind, until, cancelling }: OpenState, type: string): string {
  const end = until === undefined || until > LAST_PRINTABLE ? "" : ` until ${printMoment(until, "UTC")}`;
  return `\`${path}\` (${escape(type)}): ${WAITS_FOR[kind]}${end}${cancelling ? ", asked to stop" : ""}`;
}

/** Escapes the characters that have a meaning in Markdown. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|]/g, (character) => `\\${character}`);
}
