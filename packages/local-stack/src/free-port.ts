import getPort from "get-port";

/** A TCP port that is free on loopback now, and that this process does not hand out again soon. */
export function freePort(): Promise<number> {
  return getPort({ host: "127.0.0.1" });
}
