import { TriggerSyncError } from "../trigger-kind.ts";

/** What keeps a trigger from reading its table: a row of `workflow_triggers` shows it. */
export interface DatabaseProblemDetails {
  readonly code: DatabaseProblemCode;
  readonly message: string;
  readonly hint: string;
}

export type DatabaseProblemCode =
  | "DATABASE_UNREACHABLE"
  | "DATABASE_REFUSED"
  | "DATABASE_BUSY"
  | "DATABASE_TABLE_MISSING"
  | "DATABASE_COLUMN_MISSING"
  | "DATABASE_OLD_ROW_UNKNOWN"
  | "DATABASE_REPLICATION_UNAVAILABLE"
  | "DATABASE_OUTBOX_MISSING"
  | "DATABASE_SLOT_LOST"
  | "DATABASE_LAG_EXCEEDED";

/** What keeps a trigger from reading its table. The worker tries again, also where only a person can mend it. */
export class DatabaseProblem extends TriggerSyncError {
  readonly details: DatabaseProblemDetails;

  constructor(details: DatabaseProblemDetails, cause?: unknown) {
    super(details.code, details.message, details.hint, { cause });
    this.details = details;
  }
}

/** What an error of node-postgres means to whoever owns the trigger. The server's message is shown; its detail may repeat values of rows. */
export function asDatabaseProblem(error: unknown): TriggerSyncError {
  if (error instanceof TriggerSyncError) return error;
  const { code, message = String(error), hint } = error as { code?: unknown; message?: string; hint?: unknown };
  const state = typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
  // An error that says by itself what to do, such as EGRESS_REFUSED.
  if (state === undefined && typeof code === "string" && typeof hint === "string")
    return new TriggerSyncError(code, message, hint, { cause: error });
  const about = describe(state, message);
  if (about !== undefined) return new DatabaseProblem(about, error);
  const why = state === undefined && typeof code === "string" && message === "" ? code : message;
  return new DatabaseProblem(
    {
      code: "DATABASE_UNREACHABLE",
      message: `The database cannot be read: ${why.replace(/\.$/, "")}.`,
      hint: "The trigger tries again by itself. Check the server, and the host and port of the connection.",
    },
    error,
  );
}

function describe(state: string | undefined, message: string): DatabaseProblemDetails | undefined {
  const text = `${message.replace(/\.$/, "")}.`;
  if (
    /replication slot .* does not exist|can no longer (?:get changes|access|be accessed)|has been invalidated/.test(
      message,
    )
  )
    return slotLost(text);
  if (/publication .* does not exist/.test(message)) return slotLost(text);
  // The statement was cancelled after its time, it got no lock, or somebody began to make the slot a moment before.
  if (state === "57014" || state === "55P03" || /replication slot .* already exists/.test(message))
    return transactionOpen(text);
  if (state === "55006")
    return {
      code: "DATABASE_BUSY",
      message: `Somebody else reads the trigger's replication slot: ${text}`,
      hint: "The trigger tries again by itself. In pg_stat_activity the process has the address of who it is: a worker that died a moment ago, or a copy of this installation, which must not read this database.",
    };
  if (state === "53400")
    return {
      code: "DATABASE_REPLICATION_UNAVAILABLE",
      message: `The database has no replication slot left: ${text}`,
      hint: "Raise max_replication_slots of the server, or call `databaseTriggerInstall` to read the table through an outbox.",
    };
  if (state === "42501")
    return {
      code: "DATABASE_REFUSED",
      message: `The database refuses: ${text}`,
      hint: "Give the connection's user the right that is missing.",
    };
  if (state?.startsWith("28") || state === "3D000")
    return {
      code: "DATABASE_REFUSED",
      message: `The database refuses: ${text}`,
      hint: "Check the user, the password and the database of the connection.",
    };
  return undefined;
}

export function transactionOpen(text: string): DatabaseProblemDetails {
  return {
    code: "DATABASE_BUSY",
    message: `A transaction that is open in the database keeps the trigger waiting: ${text}`,
    hint: "The trigger tries again by itself. This names what is open for long: select pid, xact_start, query from pg_stat_activity where xact_start is not null order by xact_start.",
  };
}

export function slotLost(text: string): DatabaseProblemDetails {
  return {
    code: "DATABASE_SLOT_LOST",
    message: `The replication slot that kept the trigger's place is gone, and with it the changes since then: ${text}`,
    hint: "Call `workflowTriggerContinue`: the trigger goes on from that moment. The changes in between start nothing; its state names the gap.",
  };
}
