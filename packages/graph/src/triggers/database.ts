import type { JsonObject } from "../definition/json.ts";
import { configProblem } from "./config-problem.ts";
import { parseTableName, tableText } from "./table-name.ts";
import type { TriggerDescription } from "./trigger-description.ts";
import { triggerSource } from "./trigger-source.ts";

/** The `config` of a database trigger, as its schema allows it. */
export interface DatabaseConfig {
  readonly connection: string;
  readonly table: string;
  readonly operations?: readonly DatabaseOperation[];
  readonly columns?: readonly string[];
  readonly mode?: "auto" | "replication" | "outbox";
  readonly maxLagBytes?: number;
}

export const DATABASE_OPERATIONS = ["insert", "update", "delete"] as const;
export type DatabaseOperation = (typeof DATABASE_OPERATIONS)[number];

/** 1 GiB of the server's disk. */
export const DEFAULT_MAX_LAG_BYTES = 1024 ** 3;

/** Rows of a table in a user's Postgres are inserted, updated or deleted. */
export const database: TriggerDescription = {
  kind: "database",
  title: "Change in a database",
  description:
    "Starts the workflow for each row that is inserted, updated or deleted in a table of your Postgres database. The data has the new and the old row.",
  config: {
    type: "object",
    properties: {
      connection: {
        type: "string",
        title: "Connection",
        description: "The name of a connection of the type `postgres`.",
        minLength: 1,
        maxLength: 128,
      },
      table: {
        type: "string",
        title: "Table",
        description: 'The table, such as `shop.orders` or `"Order Items"`. Without a schema it is in `public`.',
        minLength: 1,
        maxLength: 260,
      },
      operations: {
        type: "array",
        title: "Operations",
        description: "Which changes start the workflow. Absent: all three.",
        items: { type: "string", enum: [...DATABASE_OPERATIONS] },
        minItems: 1,
        uniqueItems: true,
      },
      columns: {
        type: "array",
        title: "Columns",
        description: "Updates start the workflow only if they changed one of these columns. Absent: every update does.",
        items: { type: "string", minLength: 1, maxLength: 63 },
        minItems: 1,
        maxItems: 100,
        uniqueItems: true,
      },
      mode: {
        type: "string",
        title: "Mode",
        description:
          "How changes are read. `replication` reads the log of the server, whose `wal_level` has to be `logical`. `outbox` reads a table that triggers in your database fill. Absent or `auto`: through replication, unless an outbox was installed for this trigger.",
        enum: ["auto", "replication", "outbox"],
      },
      maxLagBytes: {
        type: "integer",
        title: "Largest backlog",
        description:
          "How many bytes your server keeps on its disk for changes that are not read yet. Beyond that the trigger is stopped with an alarm, and the changes are given up. Absent: 1 GiB.",
        minimum: 1024 * 1024,
        maximum: 1024 ** 4,
      },
    },
    required: ["connection", "table"],
    additionalProperties: false,
  },
  example: { connection: "shop", table: "public.orders", operations: ["insert", "update"], columns: ["status"] },
  listensTo: ({ id }, workflowId) => ({ eventType: "database.*", source: triggerSource("database", workflowId, id) }),
  *check({ config }) {
    const { table, operations = DATABASE_OPERATIONS, columns } = configOf(config);
    if (parseTableName(table) === undefined)
      yield configProblem(
        "/table",
        `"${table.slice(0, 80)}" is no name of a table.`,
        'Write it as in SQL, such as shop.orders, with quotes around names that need them: "Order Items".',
      );
    if (columns !== undefined && !operations.includes("update"))
      yield configProblem(
        "/columns",
        "Only updates have changed columns, and the trigger takes no updates.",
        'Add "update" to the operations, or leave the columns out.',
      );
  },
  patterns: ["a row of {table:name} changes in the database {connection:name}[ by {operations}][ in {columns}]"],
  sentence({ config }) {
    const { table, operations = DATABASE_OPERATIONS, columns } = configOf(config);
    const name = parseTableName(table);
    const done = { insert: "inserted", update: "updated", delete: "deleted" };
    const what = operations.map((operation) =>
      operation === "update" && columns !== undefined ? `updated in ${listed(columns)}` : done[operation],
    );
    return `when a row of ${name === undefined ? table : tableText(name)} is ${listed(what)}`;
  },
};

function configOf(config: JsonObject | undefined): DatabaseConfig {
  return (config ?? {}) as unknown as DatabaseConfig;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)!}`;
}
