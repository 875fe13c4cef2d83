import { printMoment } from "../../time-zone/print-moment.ts";
import type { Definition } from "../../definition/definition.ts";
import type { MachineState, OpenState } from "./machine-state.ts";

/** More lines say nothing more; Temporal takes 20,000 bytes. */
const MAX_LINES = 20;

/** The end of the year 9999, as far as RFC 3339 goes. */
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
 * Where an execution stands and what it waits for, in Markdown: for a person who looks at it in Temporal's Web UI. Names paths,
 * node types and times, never data (I10).
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

/** A name is no Markdown. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|]/g, (character) => `\\${character}`);
}
