import { ApplicationFailure } from "@temporalio/common";
import { defineUpdate, setHandler } from "@temporalio/workflow";
import { STEER_UPDATE, type Machine, type VerbRequest, type Verdict } from "@tempograph/graph/machine";
import { arrive, hasUnseen } from "./arrivals.ts";

const steer = defineUpdate<Verdict, [VerbRequest]>(STEER_UPDATE);

const waiting: { readonly id: string; readonly answer: (verdict: Verdict) => void }[] = [];

/**
 * Operations on the execution come as Updates. The validator asks the machine, so that a refused one leaves nothing in
 * history; the machine decides again when it takes the batch, since two can pass the validator together (rule 13).
 */
export function acceptVerbs(machine: Machine): void {
  setHandler(
    steer,
    (request) =>
      new Promise<Verdict>((answer) => {
        const { id, by, time, verb } = request;
        waiting.push({ id, answer });
        arrive({ kind: "verb", id, by, time, verb });
      }),
    {
      validator(request) {
        // After an eviction the SDK brings the tasks before in one activation with the operation: the machine that this
        // would ask has not heard of them, and would refuse for ever what it waits for.
        if (hasUnseen()) return;
        const verdict = machine.check(request);
        if (!verdict.ok) throw refusal(verdict);
      },
    },
  );
}

/** In the order in which they were asked: the machine takes verbs in that order. */
export function answerVerbs(verdicts: readonly Verdict[]): void {
  for (const verdict of verdicts) {
    const index = waiting.findIndex(({ id }) => id === verdict.id);
    if (index === -1) continue;
    const [asked] = waiting.splice(index, 1);
    asked!.answer(verdict);
  }
}

function refusal(verdict: Extract<Verdict, { ok: false }>): ApplicationFailure {
  const { code, message } = verdict;
  return ApplicationFailure.create({ message, type: code, nonRetryable: true, details: [verdict] });
}
