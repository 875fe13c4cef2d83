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
 * Accepts operations on the execution, which come as Updates. The validator asks the machine, so that a refused operation leaves
 * nothing in history. The machine decides again when it applies the batch, because two operations may pass the validator
 * together although only one of them is possible (rule 13).
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
        // After an eviction the SDK delivers the earlier workflow tasks in one activation with the operation. The machine has
        // not applied them yet, and might refuse an operation that is possible afterwards. So let the operation pass here.
        if (hasUnseen()) return;
        const result = machine.check(operationRequest(request));
        if (!result.ok) throw refusal(result);
      },
    },
  );
}

/** Answers the Updates whose operations the machine has decided. The machine applies operations in the order of the Updates. */
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
