import { health as postgresHealth } from "@tempograph/db";
import type { AppDeps } from "./app-deps.ts";
import { VERSION } from "../version.ts";

export interface HealthPart {
  readonly name: "postgres" | "temporal";
  readonly ok: boolean;
  readonly latencyMs: number | null;
  readonly message: string | null;
}

export interface Health {
  readonly ok: boolean;
  readonly version: string;
  readonly parts: readonly HealthPart[];
}

/** Checks within about two seconds whether Postgres and Temporal answer. Details of an error are only logged. */
export async function checkHealth({ db, temporal }: AppDeps): Promise<Health> {
  const [postgres, latencyMs] = await Promise.all([postgresHealth(db), temporal.latency()]);
  const parts: HealthPart[] = [
    {
      name: "postgres",
      ok: postgres.ok,
      latencyMs: postgres.ok ? postgres.latencyMs : null,
      message: postgres.ok ? null : "Postgres does not answer. Nothing can be read or stored until it is back.",
    },
    {
      name: "temporal",
      ok: latencyMs !== null,
      latencyMs,
      message:
        latencyMs === null
          ? "Temporal does not answer. Events are stored, and their executions start when it is back."
          : null,
    },
  ];
  return { ok: parts.every((part) => part.ok), version: VERSION, parts };
}
