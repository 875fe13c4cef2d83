import { parseArgs } from "node:util";

export type DemoArguments = {
  readonly once: boolean;
  readonly json: boolean;
  readonly killWorker: boolean;
  readonly help: boolean;
};

export const USAGE = `Usage: npm run demo [-- <options>]

Starts Postgres, Temporal, the API and a worker, stores a sample workflow, sends it an event and shows each step as it
happens. Then everything stays up until Ctrl-C. What is stored is kept for the next start.

  --once          end after the execution instead of staying up
  --json          the last line on stdout is one JSON object that says what happened; everything else goes to stderr
  --kill-worker   kill -9 the worker while the delay waits, and see the execution go on
  --help          this text

Environment:
  TEMPOGRAPH_DATA_DIR   where data is kept (default .tempograph/demo in the repository)
  DATABASE_URL          a PostgreSQL to use instead of an own one
  TEMPORAL_ADDRESS      a Temporal to use instead of an own one, host:port
The API and the worker read further variables, such as TEMPOGRAPH_API_PORT, TEMPOGRAPH_NODE_PACKS and
TEMPOGRAPH_EGRESS_ALLOW: docs/guide/running.md lists them.

Ends with 0 if the execution completed and the mirror equals Temporal's history, else with 1; with 2 when it was called
in a wrong way.
`;

/** Throws an Error whose message names the argument. */
export function readArguments(args: readonly string[]): DemoArguments {
  const { values } = parseArgs({
    args: [...args],
    allowPositionals: false,
    options: {
      once: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      "kill-worker": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  return { once: values.once, json: values.json, killWorker: values["kill-worker"], help: values.help };
}
