import type { Failure } from "../definition/failure.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { StepOutcome } from "../simulate/local-runner.ts";

/** The activity of scenarios and property tests: does what its data says, on every driver alike. */
export const probeManifest: NodeTypeManifest = {
  type: "probe",
  title: "Probe",
  description: "Does what its data says: gives a value, fails some times, takes its time.",
  runs: "activity",
  input: { type: "object" },
  ports: ["out", "left", "right"],
  retry: { maximumAttempts: 3, initialInterval: 50, backoffCoefficient: 1, maximumInterval: 50 },
  timeout: { startToClose: 20_000, heartbeat: 5_000 },
  idempotent: true,
  pack: { name: "conformance", version: "1" },
};

export interface ProbePlan {
  readonly output: Json;
  readonly port?: string;
  readonly takesMs: number;
  /** In real time: not over before the trace holds this entry, as in `Moment.once`. */
  readonly after?: string;
  readonly failure: Failure | null;
  /** Does not hear that it is asked to stop: its outcome comes all the same, at its own time. */
  readonly deaf: boolean;
}

/**
 * What one attempt of a probe does. Its data: `give` (output, default `{ attempt }`), `port`, `takesMs`,
 * `failTimes` (attempts that fail, -1: all), `code`, `permanent` (a failure is not retried), `deaf`, `after`.
 */
export function probePlan(data: JsonObject, attempt: number): ProbePlan {
  const failTimes = Number(data["failTimes"] ?? 0);
  const fails = failTimes < 0 || attempt <= failTimes;
  const code = String(data["code"] ?? "PROBE_FAILED");
  return {
    output: data["give"] ?? { attempt },
    takesMs: Number(data["takesMs"] ?? 0),
    ...(typeof data["port"] === "string" && { port: data["port"] }),
    ...(typeof data["after"] === "string" && data["after"] !== "" && { after: data["after"] }),
    failure: fails
      ? { code, message: `attempt ${attempt} fails as told`, retryable: data["permanent"] !== true }
      : null,
    deaf: data["deaf"] === true,
  };
}

/** A probe's attempt for the local runner. */
export function probeOutcome(data: JsonObject, attempt: number): StepOutcome {
  const { failure, output, port, takesMs, deaf } = probePlan(data, attempt);
  const common = { takesMs, ...(deaf && { deaf: true as const }) };
  return failure === null ? { output, ...(port !== undefined && { port }), ...common } : { failure, ...common };
}
