import { connect as connectSocket, type LookupFunction, type Socket } from "node:net";
import { isNodeError, NodeError } from "../error/node-error.ts";
import { pinnedTo } from "./egress-agent.ts";
import { type EgressGuard, portOf } from "./egress-guard.ts";
import { errorCode } from "./network-error.ts";
import { type OnlyHosts, onlyHostsCheck } from "./only-hosts.ts";
import { parseUrl } from "./parse-url.ts";

export interface ConnectTarget {
  readonly host: string;
  readonly port: number;
  /** Until the connection stands. Default 10,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Narrower rules than those of the stack: each list has to name the host. */
  readonly onlyHosts?: OnlyHosts;
}

/** Connects to a host under the egress rules. The socket has no TLS yet, and belongs to the caller. */
export type EgressConnect = (target: ConnectTarget) => Promise<Socket>;

/**
 * Connections for protocols other than HTTP, such as SMTP or Postgres (I11). The name is resolved once, and the connection goes to
 * an address that was checked.
 *
 * Errors: `EGRESS_REFUSED`, `REQUEST_INVALID` (permanent), `NAME_NOT_RESOLVED`, `NETWORK_ERROR` (retryable).
 */
export function createEgressConnect(guard: EgressGuard): EgressConnect {
  return async ({ host, port, timeoutMs = 10_000, signal, onlyHosts = [] }) => {
    signal?.throwIfAborted();
    const url = urlOf(host, port);
    onlyHostsCheck(onlyHosts, "tcp")(url);
    const addresses = await guard.resolve(url.hostname, port);
    const deadline = AbortSignal.timeout(timeoutMs);
    const ended = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
    try {
      return await connected(url.hostname, port, pinnedTo(addresses), ended);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (isNodeError(error)) throw error;
      const code = deadline.aborted ? "ETIMEDOUT" : errorCode(error);
      throw new NodeError({
        code: "NETWORK_ERROR",
        message: `${url.hostname}:${port} cannot be reached: ${code ?? "the connection broke"}.`,
        retryable: true,
        hint: "Check that the host is right, and that the service is up.",
        details: { host: `${url.hostname}:${port}`, ...(code === undefined ? {} : { cause: code }) },
        cause: error,
      });
    }
  };
}

/** The host normalised as in URLs, where `0x7f.1` is 127.0.0.1. */
function urlOf(host: string, port: number): URL {
  const url = parseUrl(`http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`);
  if (url !== null && url.href === `${url.origin}/` && portOf(url) === port) return url;
  throw new NodeError({
    code: "REQUEST_INVALID",
    message: "The host or the port cannot be read.",
    retryable: false,
    hint: "Give a host name or an address without scheme, port and path, and a port from 1 to 65535.",
  });
}

function connected(host: string, port: number, lookup: LookupFunction, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // `lookup` is not called for addresses, which the guard has checked as they are.
    const bare = host.startsWith("[") ? host.slice(1, -1) : host;
    const socket = connectSocket({ host: bare, port, lookup, autoSelectFamily: true });
    const stop = () => socket.destroy(new Error("The time is over."));
    signal.addEventListener("abort", stop, { once: true });
    const end = () => signal.removeEventListener("abort", stop);
    // It stays, because an error that comes before the caller listens would end the process.
    socket.on("error", (error) => {
      end();
      reject(error);
    });
    socket.once("connect", () => {
      end();
      resolve(socket);
    });
  });
}
