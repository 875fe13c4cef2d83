import { pino } from "pino";

/** What parts log with: pino's methods, the fields first. An error is the field `err`. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The logger of a whole process: its parts get children, which say in `part` who logs. */
export interface ProcessLogger extends Logger {
  child(fields: object): Logger;
}

/** JSON lines on stderr. Whatever could be a secret is taken out by its name (I10). */
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
    },
    pino.destination({ fd: 2, sync: true }),
  );
}
