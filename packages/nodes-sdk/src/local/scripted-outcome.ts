import {
  scriptedAttempt,
  scriptedPlace,
  type RunStep,
  type ScriptedOutcome,
  type StepOutcome,
} from "@tempograph/graph";

/** By step path (`each[0]/call`) or node id. A missing output is null. */
export interface LocalOutcomes {
  readonly [place: string]: ScriptedOutcome;
}

/** The scripted outcome of an attempt; undefined if the node's code has to run. */
export function scriptedOutcome(outcomes: LocalOutcomes = {}, step: RunStep, attempt: number): StepOutcome | undefined {
  const place = scriptedPlace(outcomes, step);
  return place === undefined ? undefined : scriptedAttempt(outcomes[place]!, attempt, () => null);
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
