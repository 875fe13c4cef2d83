import { expectTypeOf, test } from "vitest";
import type { Client, Input, Item, Output } from "./index.ts";

test("inputs and answers have the types of the OpenAPI document", () => {
  expectTypeOf<Input<"workflow">>().toEqualTypeOf<{ id: string }>();
  expectTypeOf<Input<"executions">["workflowId"]>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Input<"executions">["limit"]>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Input<"eventSend">>().toEqualTypeOf<{
    type?: string;
    source?: string;
    subject?: string;
    idempotencyKey?: string;
    data: unknown;
  }>();
  expectTypeOf<Input<"executionPause">["idempotencyKey"]>().toExtend<string | null | undefined>();
  expectTypeOf<Output<"eventSend">>().toEqualTypeOf<{ id: string; deduplicated: boolean }>();
  expectTypeOf<Output<"workflowDelete">>().toEqualTypeOf<undefined>();
  expectTypeOf<Item<"executionSteps">["path"]>().toEqualTypeOf<string>();
  expectTypeOf<Output<"executionEvents">["cursor"]>().toEqualTypeOf<string>();
});

test("an input may be left out only if all its fields may", () => {
  const calls = (client: Client) => {
    void client.workflows();
    void client.viewer();
    // @ts-expect-error the id is missing
    void client.workflow();
    // @ts-expect-error there is no such field
    void client.workflow({ id: "wf_1", name: "x" });
    // @ts-expect-error an execution is not a list
    void client.every("execution", { id: "exe_1" });
  };
  expectTypeOf(calls).toBeFunction();
});
