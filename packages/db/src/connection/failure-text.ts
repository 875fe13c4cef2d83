/** Errors of the network, and SQLSTATEs of: connection, password, database, missing table, shutdown. */
const OF_THE_DATABASE = /^(?:ECONN[A-Z]+|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|(?:08|28|3D|57)\w{3}|42P01)$/;

/** What a program says when it ends because of an error. Where the error comes from the database, it says which setting names that. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { readonly code?: unknown };
  if (typeof code !== "string" || !OF_THE_DATABASE.test(code)) return error.message;
  return `Postgres cannot be used: ${error.message}. Check the URL in DATABASE_URL, or in TEMPOGRAPH_MIGRATION_DATABASE_URL where that is set.`;
}
