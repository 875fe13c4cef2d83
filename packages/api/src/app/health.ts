import { findTemporalNamespace, health as postgresHealth, isAnyRolledBack } from "@tempograph/db";
import { logRefusals, stillLoops } from "@tempograph/runtime";
import type { AppDeps } from "./app-deps.ts";
import { DOCTOR_CHECKS } from "./doctor-checks.ts";
import { VERSION } from "../version.ts";

export interface HealthPart {
  readonly name: "postgres" | "temporal" | "api";
  readonly title: string;
  readonly ok: boolean;
  readonly latencyMs: number | null;
  readonly message: string | null;
}

export interface Health {
  readonly ok: boolean;
  readonly version: string;
  readonly parts: readonly HealthPart[];
}

const looks = new WeakMap<AppDeps["temporal"], Promise<Health>>();
const projectLooks = new WeakMap<AppDeps, Promise<Health>>();

/**
 * Checks within about two seconds whether Postgres and Temporal answer, and whether Temporal has the project's executions as they were mirrored.
 * Details of an error are only logged. Whoever asks while a check is under way gets its answer, so that any number of probes needs one
 * connection to Postgres for the parts and one for each project (I14).
 */
export function checkHealth(deps: AppDeps): Promise<Health> {
  return shared(projectLooks, deps, async () => {
    const health = await shared(looks, deps.temporal, () => lookAtParts(deps));
    const answers = health.parts.every(({ name, ok }) => ok || name === "api");
    const isRolledBack = answers && (await isAnyRolledBack(deps.db).catch(() => false));
    return isRolledBack ? withRolledBack(health) : health;
  });
}

function shared<Key extends object>(
  underWay: WeakMap<Key, Promise<Health>>,
  key: Key,
  look: () => Promise<Health>,
): Promise<Health> {
  const known = underWay.get(key);
  if (known !== undefined) return known;
  const begun = look().finally(() => underWay.delete(key));
  underWay.set(key, begun);
  return begun;
}

/** Everything goes on with a Temporal that was rolled back, and nobody would look if it counted as healthy. */
function withRolledBack(health: Health): Health {
  const message =
    "Temporal answers, but does not have executions as they were mirrored: its data was probably restored from an older copy. `tempograph doctor` says what to do.";
  const parts = health.parts.map((part) => (part.name === "temporal" ? { ...part, ok: false, message } : part));
  return { ...health, ok: false, parts };
}

async function lookAtParts({ db, temporal }: AppDeps): Promise<Health> {
  const [postgres, latencyMs, now] = await Promise.all([postgresHealth(db), temporal.latency(), temporal.identify()]);
  const known = now === null || !postgres.ok ? null : await findTemporalNamespace(db).catch(() => null);
  const isOther = known !== null && now !== null && known.namespaceId !== now.namespaceId;
  const parts: HealthPart[] = [
    {
      name: "postgres",
      title: DOCTOR_CHECKS.postgres.title,
      ok: postgres.ok,
      latencyMs: postgres.ok ? postgres.latencyMs : null,
      message: postgres.ok ? null : postgresMessage(postgres),
    },
    {
      name: "temporal",
      title: DOCTOR_CHECKS.temporal.title,
      ok: latencyMs !== null && !isOther,
      latencyMs,
      message: temporalMessage(latencyMs !== null, isOther),
    },
    ownPart(),
  ];
  return { ok: parts.every((part) => part.ok), version: VERSION, parts };
}

function postgresMessage({ answers, error }: { readonly answers: boolean; readonly error: string }): string {
  if (!answers) return "Postgres does not answer. Nothing can be read or stored until it is back.";
  return `Postgres answers, but stores nothing: ${error}. No event is accepted until it does.`;
}

function temporalMessage(answers: boolean, isOther: boolean): string | null {
  if (!answers) return "Temporal does not answer. Events are stored, and their executions start when it is back.";
  if (!isOther) return null;
  return "This is not the Temporal in which the executions run. Nothing is started until the right one is back: check TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE.";
}

/** How long a line that could not be written counts. */
const LOG_REFUSED_MS = 5 * 60_000;

function ownPart(): HealthPart {
  const still = stillLoops().map(({ name, since }) => `${name} has got nowhere since ${since.toISOString()}`);
  const { lastAt, last } = logRefusals();
  const isMute = lastAt !== undefined && Date.now() - lastAt.getTime() < LOG_REFUSED_MS;
  const wrong = [...still, ...(isMute ? [`the log cannot be written (${last ?? "no reason is known"})`] : [])];
  const message = wrong.length === 0 ? null : `Everything else goes on, but ${wrong.join(", and ")}.`;
  return { name: "api", title: DOCTOR_CHECKS.api.title, ok: wrong.length === 0, latencyMs: null, message };
}
