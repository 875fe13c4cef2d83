import { pino } from "pino";

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
    pino.destination({ fd: 2, sync: true }),
  );
}
