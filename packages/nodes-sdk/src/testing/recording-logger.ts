import type { Json } from "@tempograph/graph";
import type { LogFields, LogLevel, NodeLogger } from "../context/node-context.ts";
import { redactFields, redactText } from "../redact/redact.ts";
import type { SecretScrubber } from "../redact/secret-scrubber.ts";

/** A line that a node logged, redacted as in production. */
export interface RecordedLog {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields?: Readonly<Record<string, Json>>;
  readonly attempt: number;
}

export function recordingLogger(logs: RecordedLog[], attempt: number, scrubber: SecretScrubber): NodeLogger {
  const at = (level: LogLevel) => (message: string, fields?: LogFields) =>
    void logs.push({
      level,
      message: redactText(message, scrubber),
      ...(fields ? { fields: redactFields(fields, scrubber) } : {}),
      attempt,
    });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
