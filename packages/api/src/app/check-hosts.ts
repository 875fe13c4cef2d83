import { isIP } from "node:net";
import { invalidInput, type AppError } from "./app-error.ts";

const MOST_HOSTS = 200;
const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
const NAME = new RegExp(`^(?:\\*\\.)?(?:${LABEL}\\.)*${LABEL}\\.?$`);

/** Checks a list of hosts and networks, as workers read it: `api.example.com`, `*.example.com:8443`, `10.0.0.0/8`, `[::1]:9000`. */
export function checkHosts(entries: readonly string[] | null | undefined, path: string): AppError | undefined {
  if (entries == null) return undefined;
  if (entries.length > MOST_HOSTS)
    return invalidInput(
      path,
      `${path} has ${String(entries.length)} entries; at most ${String(MOST_HOSTS)} are allowed.`,
      "Name a whole domain (*.example.com) or a network (10.0.0.0/8) instead of each host.",
    );
  const wrong = entries.findIndex((entry) => !isHost(entry.trim().toLowerCase()));
  if (wrong === -1) return undefined;
  return invalidInput(
    `${path}/${String(wrong)}`,
    `${JSON.stringify(entries[wrong]!.slice(0, 100))} is no host, host:port, *.domain, address or network.`,
    'Write for example "api.example.com", "*.example.com:8443", "[::1]:9000" or "10.0.0.0/8".',
  );
}

function isHost(entry: string): boolean {
  if (entry.length > 300) return false;
  // An IPv6 address or network without brackets has colons of its own, so no port can follow it.
  if (isIP(entry.split("/")[0] ?? "") === 6) return isHost(`[${entry}]`);
  const [, bracketed, plain = "", port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(entry) ?? [];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return false;
  const host = bracketed ?? plain;
  const [address = "", bits, ...rest] = host.split("/");
  const version = isIP(address);
  if (bits !== undefined)
    return version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
  if (bracketed !== undefined) return version === 6 && !address.includes("%");
  return version === 4 || NAME.test(host);
}
