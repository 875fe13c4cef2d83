import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@temporalio/client";

export type UntilTemporalAnswersOptions = {
  readonly address: string;
  readonly namespace: string;
  /** Names that must be registered. */
  readonly searchAttributes: readonly string[];
  /** Throws when waiting has become pointless. */
  readonly check: () => void;
  /** Milliseconds. */
  readonly timeoutMs: number;
};

/** Waits until the namespace can be used: described, and its search attributes registered. */
export async function untilTemporalAnswers(options: UntilTemporalAnswersOptions): Promise<void> {
  const { address, namespace, searchAttributes, check, timeoutMs } = options;
  const deadline = Date.now() + timeoutMs;
  const connection = Connection.lazy({ address, connectTimeout: 1_000 });
  try {
    for (;;) {
      check();
      try {
        await connection.withDeadline(Date.now() + 1_000, async () => {
          await connection.workflowService.describeNamespace({ namespace });
          if (searchAttributes.length === 0) return;
          const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
          const missing = searchAttributes.filter((name) => !(name in (customAttributes ?? {})));
          if (missing.length > 0) throw new Error(`search attributes not registered: ${missing.join(", ")}`);
        });
        return;
      } catch (cause) {
        if (Date.now() > deadline) {
          throw new Error(`Temporal at ${address} did not answer within ${timeoutMs / 1000} s`, { cause });
        }
        await sleep(25);
      }
    }
  } finally {
    await connection.close();
  }
}
