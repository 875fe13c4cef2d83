import type { Failure, Json, RunStep, StepOutcome } from "@tempograph/graph";

/** The outcome of a step whose code is not run, as in the API's `simulate`. */
export interface LocalOutcome {
  /** Default null. */
  readonly output?: Json;
  /** Default `out`. */
  readonly port?: string;
  /** The step fails with this. It is retried according to its policy unless `retryable` is false. */
  readonly failure?: Pick<Failure, "code" | "retryable" | "details"> & { readonly message?: string };
  /** This many attempts fail before the step gives `output`. Default: all. */
  readonly attempts?: number;
  /** Virtual ms of one attempt. Default 0. */
  readonly takesMs?: number;
}

/** By step path (`each[0]/call`) or node id. */
export interface LocalOutcomes {
  readonly [place: string]: LocalOutcome;
}

/** The scripted outcome of an attempt; undefined if the node's code has to run. */
export function scriptedOutcome(
  outcomes: LocalOutcomes | undefined,
  { path, nodeId }: RunStep,
  attempt: number,
): StepOutcome | undefined {
  const place = [path, nodeId].find((one) => outcomes !== undefined && Object.hasOwn(outcomes, one));
  if (place === undefined) return undefined;
  const { output = null, port, failure, attempts = Infinity, takesMs = 0 } = outcomes![place]!;
  if (failure !== undefined && attempt <= attempts)
    return { failure: { message: "The script says so.", ...failure }, takesMs };
  return { output, ...(port !== undefined && { port }), takesMs };
}

/** The ids of the nodes that outcomes are scripted for: `call` of `each[0]/call`, `refund` of `pay!refund`. */
export function scriptedNodes(outcomes: LocalOutcomes | undefined): ReadonlySet<string> {
  return new Set(
    Object.keys(outcomes ?? {}).map((place) =>
      place
        .split(/[/!]/)
        .at(-1)!
        .replace(/\[\d+\]$/, ""),
    ),
  );
}
