import { completeAudit, insertAudit, type Database } from "@tempograph/db";
import type { Principal } from "../../access/principal.ts";
import { may, rolesThatMay, type Permission } from "../../access/roles.ts";
import { refuse, type AppError, type Result } from "../app-error.ts";
import { auditInput } from "./audit-input.ts";

interface Command<Input, T> {
  /** The mutation's name. */
  readonly action: string;
  readonly permission: Permission;
  readonly run: (input: Input) => Promise<Result<T>>;
  /** Id of what was made, where the input has none. */
  readonly made?: (value: T) => string;
}

/**
 * A mutation of this caller: allowed or refused by the roles, and written into the audit log before it is done, so that
 * nothing happens without a trace. What came of it is added after; where that fails, the row says that nobody knows.
 */
export function audited<Input, T>(
  db: Database,
  caller: Principal,
  { action, permission, run, made }: Command<Input, T>,
): (input: Input) => Promise<Result<T>> {
  return async (input) => {
    const { target, rest } = auditInput(input);
    const entry = { actor: caller.name, actorRoles: caller.roles, action, target, input: rest };
    if (!may(caller, permission)) {
      await insertAudit(db, { ...entry, outcome: "FORBIDDEN" });
      return refuse(forbidden(caller, permission));
    }
    const row = await insertAudit(db, entry);
    const end = (outcome: string, id?: string) => completeAudit(db, row, outcome, id).catch(() => undefined);
    try {
      const result = await run(input);
      await end(result.ok ? "ok" : result.error.code, result.ok ? made?.(result.value) : undefined);
      return result;
    } catch (error) {
      await end("INTERNAL");
      throw error;
    }
  };
}

export function forbidden(caller: Principal, permission: Permission): AppError {
  const has = caller.roles.length === 0 ? "no role" : caller.roles.join(", ");
  const others = permission === "decide" ? ", or one that the approval names" : "";
  return {
    code: "FORBIDDEN",
    message: `The token of ${caller.name || "nobody"} has ${has}, which does not allow this.`,
    hint: `Use a token with one of the roles ${rolesThatMay(permission).join(", ")}${others}.`,
  };
}
