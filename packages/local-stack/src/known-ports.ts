import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** The parts of a stack that people and their programs connect to. */
export type StackPort = "api" | "postgres" | "temporalUi";

/**
 * The port that a part of the stack had at its last start, if it is free now. With it contexts of the command line, bookmarks and connections
 * to the stack's own Postgres outlive a restart.
 */
export async function knownPort(dataDir: string, part: StackPort): Promise<number | undefined> {
  const port = readPorts(dataDir)[part];
  return port !== undefined && (await isFree(port)) ? port : undefined;
}

/**
 * Whether nobody listens on the port of loopback, in either family of addresses: the Web UI needs both. `get-port` does not say so of a port
 * that this process has had before.
 */
async function isFree(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "::1"]) {
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      // A machine without IPv6 has nobody there.
      server.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code !== "EADDRINUSE"));
      server.listen({ host, port }, () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}

export function rememberPort(dataDir: string, part: StackPort, port: number): void {
  const ports = readPorts(dataDir);
  if (ports[part] === port) return;
  writeFileSync(fileOf(dataDir), `${JSON.stringify({ ...ports, [part]: port })}\n`, { mode: 0o600 });
}

const fileOf = (dataDir: string): string => join(dataDir, "ports.json");

/** Without a file, or with a broken one, parts get free ports. */
function readPorts(dataDir: string): Partial<Record<StackPort, number>> {
  try {
    const ports: unknown = JSON.parse(readFileSync(fileOf(dataDir), "utf8"));
    const known = Object.entries(ports ?? {}).filter(([, port]) => Number.isInteger(port) && port > 0 && port < 65_536);
    return Object.fromEntries(known) as Partial<Record<StackPort, number>>;
  } catch {
    return {};
  }
}
