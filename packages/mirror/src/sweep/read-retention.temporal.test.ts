import { Connection } from "@temporalio/client";
import { createTestNamespace, temporalAddress } from "@tempograph/testing";
import { expect, test } from "vitest";
import { readRetention } from "./read-retention.ts";

test("the time for which Temporal keeps closed executions is read anew, so that what somebody has shortened is noticed", async () => {
  const connection = await Connection.connect({ address: temporalAddress() });
  try {
    const namespace = await createTestNamespace();
    expect(await readRetention({ connection, namespace })).toBe(24 * 60 * 60_000);
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: { seconds: (2 * 60 * 60) as never } },
    });
    expect(await readRetention({ connection, namespace })).toBe(2 * 60 * 60_000);
  } finally {
    await connection.close();
  }
});
