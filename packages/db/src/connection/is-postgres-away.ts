/** SQLSTATE classes that pass by themselves: connection, rollback, resources, operator (shutdown, crash), system. */
const PASSING = new Set(["08", "40", "53", "57", "58"]);

/**
 * Postgres has ended a session because its transaction stood open for too long, so that the transaction can be repeated; or it is read-only, such
 * as a standby that has not been promoted yet.
 */
const PASSING_CODES = new Set(["25P03", "25P04", "25006"]);

/** Whether a query failed because Postgres is unreachable or overloaded, and not because of the query itself. */
export function isPostgresAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code))
    return PASSING.has(code.slice(0, 2)) || PASSING_CODES.has(code);
  // Errors of Node.js have codes such as ECONNREFUSED, ECONNRESET and EPIPE; errors of the driver have only a message.
  if (typeof code === "string" && /^E[A-Z]+$/.test(code)) return true;
  return /connection terminated|not queryable|timeout exceeded when trying to connect/i.test(String(message));
}
