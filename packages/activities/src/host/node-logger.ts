import type { JsonObject, LogReport } from "@tempograph/graph";
import {
  type LogFields,
  type LogLevel,
  type NodeLogger,
  redactFields,
  redactText,
  type SecretScrubber,
  storableText,
} from "@tempograph/nodes-sdk";

const LONGEST_MESSAGE = 8_000;
const MOST_FIELDS_BYTES = 32 * 1024;

/** A node's logger. It removes secrets (I10), keeps lines storable and bounded in size, and never makes a node fail. */
export function nodeLogger(
  step: Pick<LogReport, "executionId" | "runId" | "path" | "attempt">,
  report: (report: LogReport) => void,
  scrubber: SecretScrubber,
): NodeLogger {
  const at = (level: LogLevel) => (message: string, fields?: LogFields) => {
    const safe = fields === undefined ? undefined : safeFields(fields, scrubber);
    report({
      ...step,
      level,
      message: storableText(redactText(String(message), scrubber).slice(0, LONGEST_MESSAGE)),
      ...(safe === undefined ? {} : { fields: safe }),
      at: Date.now(),
    });
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function safeFields(fields: LogFields, scrubber: SecretScrubber): JsonObject {
  try {
    const text = JSON.stringify(redactFields(fields, scrubber));
    if (Buffer.byteLength(text) > MOST_FIELDS_BYTES) return { leftOut: "larger than 32 KiB" };
    return JSON.parse(text, (_key, value: unknown) =>
      typeof value === "string" ? storableText(value) : value,
    ) as JsonObject;
  } catch (error) {
    return { leftOut: scrubber.text(error instanceof Error ? error.message : String(error)) };
  }
}
