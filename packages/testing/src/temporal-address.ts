import { inject } from "vitest";
import type { ProvidedTemporal } from "./provided-context.ts";

/** The address (host:port) of the run's Temporal server. It works in files named `*.temporal.test.ts`. */
export function temporalAddress(): string {
  const server = inject("tempographTemporal") as ProvidedTemporal | undefined;
  if (server === undefined) throw new Error("No Temporal in this project: name the file *.temporal.test.ts.");
  return server.address;
}
