import { type DestinationStream, pino } from "pino";

/** The logger of a component: pino's methods, with the fields as first argument. An error is the field `err`. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The logger of a whole process. Each component gets a child of it, whose field `part` names the component. */
export interface ProcessLogger extends Logger {
  child(fields: object): Logger;
}

/**
 * JSON escapes the control characters below U+0020. A terminal also obeys those from U+007F to U+009F (U+009B begins an ANSI
 * sequence), so that a text in the log could move its cursor or hide lines.
 */
function escapeControls(line: string): string {
  return line.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What waits to be written while the log cannot be; what comes on top of it is lost. */
const MOST_WAITING_BYTES = 1024 * 1024;

let refusals = 0;
let lastRefusal: string | undefined;
let lastRefusalAt: Date | undefined;

export interface LogRefusals {
  readonly count: number;
  /** Why the last one, and when. Undefined if there was none. */
  readonly last: string | undefined;
  readonly lastAt: Date | undefined;
}

/** How often this process could not write to its log. Such as on a full disk, or when nobody reads a pipe any more. */
export function logRefusals(): LogRefusals {
  return { count: refusals, last: lastRefusal, lastAt: lastRefusalAt };
}

/** Stderr. Without a listener an error would end the process: a full disk must not end what works without a log. */
function destination(): DestinationStream {
  const stream = pino.destination({ fd: 2, sync: true, maxLength: MOST_WAITING_BYTES });
  stream.on("error", (error: Error) => {
    refusals += 1;
    lastRefusal = error.message;
    lastRefusalAt = new Date();
  });
  return stream;
}

/** Logs JSON lines on stderr. Fields whose names suggest a secret are redacted (I10). */
export function createLogger({
  service,
  level = "info",
}: {
  service: string;
  level?: string | undefined;
}): ProcessLogger {
  return pino(
    {
      level,
      base: { service, pid: process.pid },
      redact: {
        paths: [
          "authorization",
          "token",
          "*.authorization",
          "*.token",
          "req.headers.authorization",
          "req.headers.cookie",
          "headers.authorization",
          "connectionParams",
          "databaseUrl",
        ],
        censor: "[redacted]",
      },
      hooks: { streamWrite: escapeControls },
    },
    destination(),
  );
}
