import { expect, test } from "vitest";
import { flow, shape, t } from "../index.ts";

interface Item {
  readonly id: string;
}

test("steps with memory are typed: their input, and what later steps read of their output", () => {
  const begun = flow("Orders", {
    payload: shape<{ readonly customer: string; readonly items: Item[] }>(),
  });
  const { graph } = begun
    .on("order.placed")
    .step("fresh", "only_new", ({ payload }) => ({ items: payload.items, by: "id", firstRun: "none" }))
    .step("count", "state_increment", ({ payload, steps }) => ({
      key: t`orders:${payload.customer}`,
      by: steps.fresh.count,
      ttl: "24h",
    }))
    .step("keep", "state_set", ({ steps }) => ({ key: "last", value: steps.count.value, scope: "project" }))
    .build();
  expect(graph.nodes.map(({ type, data }) => [type, data])).toMatchObject([
    ["start", {}],
    ["only_new", { items: "{{ payload.items }}", by: "id", firstRun: "none" }],
    ["state_increment", { key: "orders:{{ payload.customer }}", by: "{{ steps.fresh.count }}", ttl: "24h" }],
    ["state_set", { key: "last", value: "{{ steps.count.value }}", scope: "project" }],
  ]);
  // @ts-expect-error there is no such scope
  begun.on("order.placed").step("get", "state_get", { key: "last", scope: "everybody" });
});
