import { randomBytes } from "node:crypto";
import { Connection } from "@temporalio/client";
import { temporalAddress } from "./temporal-address.ts";
import { waitFor } from "./wait-for.ts";

/** Values of Temporal's enum IndexedValueType. */
const INDEXED_VALUE_TYPE = { Text: 1, Keyword: 2, Int: 3, Double: 4, Bool: 5, Datetime: 6, KeywordList: 7 } as const;

export type TestNamespaceOptions = {
  readonly searchAttributes?: Readonly<Record<string, keyof typeof INDEXED_VALUE_TYPE>>;
};

/** Registers a namespace on the run's Temporal server, waits until workers and starts can use it, and returns its name. */
export async function createTestNamespace(options: TestNamespaceOptions = {}): Promise<string> {
  const namespace = `test-${randomBytes(8).toString("hex")}`;
  const connection = await Connection.connect({ address: temporalAddress() });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      // The encoder takes a plain number where the generated type names the Long class.
      workflowExecutionRetentionPeriod: { seconds: (24 * 60 * 60) as never },
    });
    const wanted = Object.entries(options.searchAttributes ?? {});
    if (wanted.length > 0) {
      const searchAttributes = Object.fromEntries(wanted.map(([name, type]) => [name, INDEXED_VALUE_TYPE[type]]));
      await waitFor(() =>
        connection.operatorService.addSearchAttributes({ namespace, searchAttributes }).then(
          () => true,
          () => false,
        ),
      );
    }
    // Each service of the server loads namespaces by itself, so wait until matching and visibility know this one, too.
    await waitFor(async () => {
      try {
        await connection.workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name: "ready" },
          taskQueueType: 1,
        });
        // A query names a search attribute only where the server knows it.
        const query = wanted.map(([name]) => `${name} is null`).join(" and ");
        await connection.workflowService.countWorkflowExecutions({ namespace, query });
        return true;
      } catch {
        return false;
      }
    });
  } finally {
    await connection.close();
  }
  return namespace;
}
