import type { EgressConnect } from "../egress/egress-connect.ts";
import type { OnlyHosts } from "../egress/only-hosts.ts";
import type { NodeConnect } from "./node-context.ts";

/** `connect` of one attempt: stops with the step, and reaches only the hosts of its connection. */
export function createNodeConnect(connect: EgressConnect, signal: AbortSignal, onlyHosts: OnlyHosts = []): NodeConnect {
  return (target) => connect({ ...target, signal, onlyHosts });
}
