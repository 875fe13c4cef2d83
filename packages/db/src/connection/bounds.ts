/** How long statements and transactions of a connection may take, in ms. */
export interface Bounds {
  /** The longest that a statement may take, its wait for locks included. */
  readonly statementMs: number;
  /** The longest that a transaction may stay open between two statements. */
  readonly idleInTransactionMs: number;
}

const STATEMENT_MS = 30_000;
const IDLE_IN_TRANSACTION_MS = 15_000;

/** For what an administrator waits, such as a migration of a large table. */
export const ADMINISTRATION_MS: number = 6 * 60 * 60_000;

/** The bounds that a program asks for, or else those in the URL, under the names that Postgres has for them. */
export function boundsOf(url: string, statementMs?: number): Bounds {
  return {
    statementMs: statementMs ?? inUrl(url, "statement_timeout") ?? STATEMENT_MS,
    idleInTransactionMs: inUrl(url, "idle_in_transaction_session_timeout") ?? IDLE_IN_TRANSACTION_MS,
  };
}

/** As a parameter of its own, or in `options=-c name=ms`. Postgres takes 0 as no bound; here there always is one. */
function inUrl(url: string, name: string): number | undefined {
  const ms = new RegExp(`\\b${name}=(\\d+)(?![\\w.])`).exec(url.replaceAll("%3D", "="))?.[1];
  return Number(ms) > 0 ? Number(ms) : undefined;
}

/** The statements that tell Postgres the bounds. */
export function settingBounds({ statementMs, idleInTransactionMs }: Bounds): string {
  return `set statement_timeout = ${String(statementMs)}; set idle_in_transaction_session_timeout = ${String(idleInTransactionMs)}`;
}
