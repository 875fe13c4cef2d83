import type { LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import type { EgressGuard, ResolvedAddress } from "./egress-guard.ts";

/**
 * The HTTP agent that opens all connections of nodes (I11). For each connection it asks the guard and connects to an address
 * that the guard returned, whether the host is a name or a literal address. A guard in `lookup` alone would not see literals.
 */
export function createEgressAgent(guard: EgressGuard): Agent {
  return new Agent({
    allowH2: false,
    connect(options, callback) {
      const port = Number(options.port) || (options.protocol === "https:" ? 443 : 80);
      guard.resolve(options.hostname, port).then(
        (addresses) => {
          const connect = buildConnector({
            timeout: 10_000,
            allowH2: false,
            lookup: pinnedTo(addresses),
          } as buildConnector.BuildOptions);
          connect(options, callback);
        },
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
      );
    },
  });
}

/** A `lookup` that gives these addresses, whatever name is asked for. */
export function pinnedTo(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const family = options.family === "IPv4" ? 4 : options.family === "IPv6" ? 6 : options.family;
    const fitting = addresses.filter((each) => !family || each.family === family);
    const [first] = fitting;
    if (first === undefined) callback(new Error("no address of the asked family"), "", 0);
    else if (options.all) callback(null, [...fitting]);
    else callback(null, first.address, first.family);
  };
}
