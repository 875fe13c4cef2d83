import { parseMoment } from "../../time-zone/parse-moment.ts";
import { printMoment } from "../../time-zone/print-moment.ts";
import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import { closeEntry, openTimer } from "../step/open.ts";
import { compileData, renderData } from "../step/render-data.ts";
import { textOf } from "../step/text-of.ts";
import { CORE_PACK } from "./core-pack.ts";
import { momentFailure } from "./moment-failure.ts";
import { scopeOf } from "../state/open-entries.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";

/** Waits until a moment. If the moment is in the past, the node ends at once. */
export const sleepUntil: Construct<CompiledTemplate, { readonly until: string }> = {
  manifest: {
    type: "sleep_until",
    title: "Sleep until",
    description: "Waits until a moment, in any time zone. If the moment is in the past, it continues at once.",
    runs: "machine",
    input: {
      type: "object",
      required: ["until"],
      properties: {
        until: {
          type: "string",
          description: "RFC 3339 (2026-03-29T02:30:00Z), or a date-time or date without offset, read in timeZone.",
        },
        timeZone: { type: "string", description: "IANA name, such as Europe/Berlin. Default UTC." },
      },
    },
    output: { type: "object", properties: { until: { type: "string" } }, required: ["until"] },
    ports: ["out"],
    idempotent: true,
    sentence: ["wait until {until}[ in {timeZone}]"],
    pack: CORE_PACK,
    example: { until: "2030-01-02T09:00:00", timeZone: "Europe/Berlin" },
  },
  fields: { until: "moment", timeZone: "timeZone" },
  awaits: { kind: "timer" },
  skippable: true,
  compile: compileData,
  enter(run, scope, node) {
    const input = renderData(run, scope, node);
    let at: number;
    let until: string;
    try {
      const zone = input["timeZone"];
      at = parseMoment(textOf(input["until"]), zone === undefined || zone === null ? undefined : textOf(zone));
      until = printMoment(at);
    } catch (error) {
      failNode(run, scope, node, momentFailure(error), { input });
      return;
    }
    const output = { until };
    if (at <= run.at) endNode(run, scope, node, "out", output, { input });
    else openTimer(run, scope, node, at, { input, memo: output });
  },
  onEvent(run, entry, event) {
    if (event.kind !== "timerFired") return;
    closeEntry(run, entry);
    endNode(run, scopeOf(run, entry), entry.node, "out", entry.memo);
  },
};
