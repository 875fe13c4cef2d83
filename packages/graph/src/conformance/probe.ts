import type { Failure } from "../definition/failure.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { StepOutcome } from "../simulate/local-runner.ts";

/** The activity of scenarios and property tests. It behaves as its data says, in the same way on every driver. */
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
  /** In real time: the attempt does not end before the trace contains this entry; the form is that of `Moment.once`. */
  readonly after?: string;
  readonly failure: Failure | null;
  /** True if its worker vanishes in this attempt. */
  readonly vanishes: boolean;
  /** True if the probe ignores a request to stop: its outcome comes at its normal time. */
  readonly deaf: boolean;
}

/**
 * What one attempt of a probe does. The data of the node has the fields `give` (output, default `{ attempt }`), `port`,
 * `takesMs`, `vanishTimes` (in how many attempts the worker vanishes), `failTimes` (how many attempts fail behind those, -1 for all), `code`, `permanent` (a failure is not retried), `deaf` and
 * `after`.
 */
export function probePlan(data: JsonObject, attempt: number): ProbePlan {
  const failTimes = Number(data["failTimes"] ?? 0);
  const vanishTimes = Number(data["vanishTimes"] ?? 0);
  const fails = failTimes < 0 || attempt <= vanishTimes + failTimes;
  const code = String(data["code"] ?? "PROBE_FAILED");
  return {
    output: data["give"] ?? { attempt },
    takesMs: Number(data["takesMs"] ?? 0),
    ...(typeof data["port"] === "string" && { port: data["port"] }),
    ...(typeof data["after"] === "string" && data["after"] !== "" && { after: data["after"] }),
    failure: fails
      ? { code, message: `attempt ${attempt} fails as told`, retryable: data["permanent"] !== true }
      : null,
    vanishes: attempt <= vanishTimes,
    deaf: data["deaf"] === true,
  };
}

/** The outcome of a probe's attempt on the local runner. */
export function probeOutcome(data: JsonObject, attempt: number): StepOutcome {
  const { failure, output, port, takesMs, vanishes, deaf } = probePlan(data, attempt);
  if (vanishes) return { vanished: true, takesMs };
  const common = { takesMs, ...(deaf && { deaf: true as const }) };
  return failure === null ? { output, ...(port !== undefined && { port }), ...common } : { failure, ...common };
}
