import { ApplicationFailure } from "@temporalio/common";
import { defineUpdate, setHandler } from "@temporalio/workflow";
import {
  operationRequest,
  STEER_UPDATE,
  type Machine,
  type OperationRequest,
  type OperationResult,
} from "@tempograph/graph/machine";
import { arrive, hasUnseen } from "./arrivals.ts";

const steer = defineUpdate<OperationResult, [OperationRequest]>(STEER_UPDATE);

const waiting: { readonly id: string; readonly answer: (result: OperationResult) => void }[] = [];

/**
 * Operations on the execution come as Updates. The validator asks the machine, so that a refused one leaves nothing in
 * history; the machine decides again when it takes the batch, since two can pass the validator together (rule 13).
 */
export function acceptOperations(machine: Machine): void {
  setHandler(
    steer,
    (request) =>
      new Promise<OperationResult>((answer) => {
        const read = operationRequest(request);
        waiting.push({ id: read.id, answer });
        arrive({ kind: "operation", ...read });
      }),
    {
      validator(request) {
        // After an eviction the SDK brings the tasks before in one activation with the operation: the machine that this
        // would ask has not heard of them, and would refuse for ever what it waits for.
        if (hasUnseen()) return;
        const result = machine.check(operationRequest(request));
        if (!result.ok) throw refusal(result);
      },
    },
  );
}

/** In the order in which they were asked: the machine takes operations in that order. */
export function answerOperations(operationResults: readonly OperationResult[]): void {
  for (const result of operationResults) {
    const index = waiting.findIndex(({ id }) => id === result.id);
    if (index === -1) continue;
    const [asked] = waiting.splice(index, 1);
    asked!.answer(result);
  }
}

function refusal(result: Extract<OperationResult, { ok: false }>): ApplicationFailure {
  const { code, message } = result;
  return ApplicationFailure.create({ message, type: code, nonRetryable: true, details: [result] });
}
