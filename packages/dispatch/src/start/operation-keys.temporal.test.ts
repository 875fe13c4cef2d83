import { writeSigningKeys } from "@tempograph/db";
import { waitFor } from "@tempograph/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ingestEvents } from "../index.ts";
import { dispatchSetup, type DispatchSetup } from "../testing/dispatch-setup.ts";
import { publish } from "../testing/publish.ts";

let setup: DispatchSetup;
beforeEach(async () => {
  setup = await dispatchSetup();
});
afterEach(() => setup.end());

test("an execution waits until an API process has registered a signing key, and carries the public keys that are not retired", async () => {
  const { db, client } = setup;
  await publish(db, { id: "wf_1" });
  await setup.dispatcher({ unsignedOperations: false }).start();
  await ingestEvents(db, [{ type: "anything", data: {} }]);
  const execution = () => db.selectFrom("executions").selectAll().executeTakeFirst();
  const waits = await waitFor(async () => {
    const row = await execution();
    return row?.start_error == null ? undefined : row;
  });
  expect(waits).toMatchObject({ status: "pending", start_attempts: 0 });
  expect(waits.start_error).toContain("No API process has registered a signing key yet");

  await db.insertInto("signing_keys").values({ id: "old", public_key: "00", retired_at: new Date() }).execute();
  await writeSigningKeys(db, [{ id: "new", publicKey: "11" }]);
  const { id } = await waitFor(async () => {
    const row = await execution();
    return row?.status === "running" ? row : undefined;
  });
  const { events } = await client.workflow.getHandle(id).fetchHistory();
  const [start] = events![0]!.workflowExecutionStartedEventAttributes!.input!.payloads!;
  const carried = JSON.parse(Buffer.from(start!.data!).toString());
  expect(carried).toMatchObject({ operationKeys: { new: "11" } });
  expect(JSON.stringify(carried)).not.toMatch(/old|unsignedOperations/);
});
