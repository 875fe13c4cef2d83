/** An answer, a socket or a WebSocket. */
interface Closing {
  once(event: "close", listener: () => void): unknown;
}

/**
 * Calls `leave` once the connection has closed, which it may have done already: a client can leave while its request is looked at, and `close`
 * is emitted only once. Whoever only listens would then hold what belongs to the connection for ever.
 */
export function whenClosed(connection: Closing, hasClosed: boolean, leave: () => void): void {
  if (hasClosed) leave();
  else connection.once("close", leave);
}
