import { pino, type Logger } from "pino";

export type Log = Logger;

/** JSON lines on stderr. Whatever could be a secret is taken out by name (I10). */
export function createLog(level = "info"): Log {
  return pino(
    {
      level,
      base: { service: "tempograph-api" },
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
