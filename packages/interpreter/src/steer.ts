import { ApplicationFailure } from "@temporalio/common";
import { defineUpdate, setHandler } from "@temporalio/workflow";
import {
  operationRequest,
  STEER_UPDATE,
  type Machine,
  type OperationRequest,
  type OperationResult,
  type Refusal,
} from "@tempograph/graph/machine";
import { arrive, hasUnseen } from "./arrivals.ts";
import type { OperationGuard } from "./operation-guard.ts";

const steer = defineUpdate<OperationResult, [OperationRequest]>(STEER_UPDATE);

const waiting: { readonly id: string; readonly answer: (result: OperationResult) => void }[] = [];

/**
 * Accepts operations on the execution, which come as Updates. The validator asks the guard and the machine, so that a refused operation
 * leaves nothing in history. The machine decides again when it applies the batch, because two operations may pass the validator
 * together although only one of them is possible (rule 13).
 */
export function acceptOperations(machine: Machine, guard: OperationGuard): void {
  setHandler(
    steer,
    (request) =>
      new Promise<OperationResult>((answer) => {
        const read = operationRequest(request);
        waiting.push({
          id: read.id,
          answer(result) {
            if (result.ok) guard.carriedOut(request);
            answer(result);
          },
        });
        arrive({ kind: "operation", ...read });
      }),
    {
      validator(request) {
        const unsigned = guard.refusal(request);
        if (unsigned !== null) throw refusal(operationRequest(request).id, unsigned);
        // After an eviction the SDK delivers the earlier workflow tasks in one activation with the operation. The machine has
        // not applied them yet, and might refuse an operation that is possible afterwards. So let the operation pass here.
        if (hasUnseen()) return;
        const result = machine.check(operationRequest(request));
        if (!result.ok) throw refusal(result.id, result);
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

function refusal(id: string, { code, message, hint }: Refusal): ApplicationFailure {
  const details = [{ id, ok: false, code, message, hint }];
  return ApplicationFailure.create({ message, type: code, nonRetryable: true, details });
}
