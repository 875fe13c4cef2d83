import { add, cel, contains, eq, flow, gt, lt, nodeType, shape, t, compensate, type BuiltWorkflow } from "../index.ts";

interface Order {
  readonly id: string;
  readonly total: number;
  readonly tier: "gold" | "silver" | "none";
  readonly tags: readonly string[];
  readonly items: readonly { readonly sku: string; readonly price: number }[];
}

/** A flow with each construct of the language, once. */
export function graphOfEverything(): BuiltWorkflow<Order> {
  return flow("Everything", { payload: shape<Order>(), settings: { durability: "step" } })
    .on("order.created", ({ payload }) => gt(payload.total, 10))
    .on("order.imported")
    .step("check", "http_call", ({ payload }) => ({ url: t`https://shop.example/orders/${payload.id}` }), {
      settings: { retry: { maximumAttempts: 5 }, onError: "continue" },
      label: "Check",
    })
    .step(
      "charge",
      "http_call",
      ({ payload }) => ({ method: "POST", url: "https://pay.example", body: { sum: payload.total } }),
      {
        compensate: ({ steps }) =>
          compensate("refund", "http_call", { method: "POST", url: t`https://pay.example/${steps.charge.status}` }),
        onFailure: (path, error) => path.step("unpaid", "log", { message: error.message }).end("unpaid"),
      },
    )
    .if(
      ({ payload }) => contains(payload.tags, "vip"),
      (yes) => yes.step("gift", "log", { message: "gift" }),
      undefined,
      { id: "vip" },
    )
    .branch((cases) =>
      cases
        .when(
          "large",
          ({ payload }) => gt(payload.total, 1000),
          (path) => path.step("large", "log", { message: "large" }),
        )
        .when(
          "small",
          ({ payload }) => lt(payload.total, 20),
          (path) => path.stop(),
        )
        .otherwise((path) => path),
    )
    .switch(
      ({ payload }) => payload.tier,
      (cases) =>
        cases
          .case("gold", (path) => path.step("gold", "log", { message: "gold" }))
          .case("silver", (path) => path.fail({ code: "NO_SILVER", message: "no" }), { label: "second" }),
    )
    .parallel([
      (path) => path.sleep("1h"),
      (path) => path.sleepUntil("2030-01-01T09:00:00", { timeZone: "Europe/Berlin" }),
    ])
    .forEach(
      ({ payload }) => payload.items,
      (each) => each.step("pack", nodeType<{ sku: string }>("pack_item"), ({ item }) => ({ sku: item.sku })),
      { id: "packed", concurrency: 5, onItemError: "continue", result: ({ item }) => ({ sku: item.sku }) },
    )
    .loop(3, (body) => body.step("poll", "log", ({ index }) => ({ message: t`round ${index}` })), {
      onFailure: (path) => path.end("gave up"),
    })
    .set({ count: 0 })
    .while(
      ({ vars }) => lt(vars.count, 3),
      (body) => body.set(({ vars }) => ({ count: cel<number>`${vars.count} + 1` })),
      {
        maxRounds: 10,
        testAfter: true,
      },
    )
    .race(
      [(path) => path.waitForSignal("yes"), (path) => path.waitForSignal("no").step("why", "log", { message: "why" })],
      {
        onBranchError: "continue",
      },
    )
    .try((body) => body.step("risky", "log", { message: "risky" }), {
      catch: (path) => path.step("caught", "log", { message: "caught" }),
      finally: (path) => path.step("tidy", "log", { message: "tidy" }),
    })
    .lock(
      ({ payload }) => payload.id,
      (body) => body.step("alone", "log", { message: "alone" }),
      {
        timeout: "5m",
        onTimeout: (path) => path.end(),
      },
    )
    .scope((body) => body.step("within", "log", { message: "within" }), { compensate: "onFail" })
    .waitForSignal("paid", { payload: shape<{ by: string }>(), timeout: "2d", onTimeout: (path) => path.stop() })
    .waitForEvent("shipped", "parcel.shipped", {
      match: ({ payload }, scope) => eq(payload["order"]!, scope.payload.id),
      lookBack: "10m",
    })
    .approval("approve", ({ steps }) => ({ title: t`By ${steps.paid.by}`, approvers: ["role:finance"] }), {
      rejected: (path) => path.end("rejected"),
      timeout: "2d",
      onTimeout: (path) => path.end("too late"),
    })
    .callWorkflow("invoice", ({ payload }) => ({ workflow: "Invoice", data: { order: payload.id } }))
    .signalWorkflow("poke", ({ steps }) => ({ executionId: steps.invoice.executionId, name: "go" }))
    .emitEvent("tell", ({ payload }) => ({ eventType: "order.done", data: { id: payload.id } }))
    .transform("sum", ({ payload }) => add(payload.total, 1))
    .transform("shape", ({ steps }) => ({ sum: steps.sum }))
    .end(({ steps }) => ({ sum: steps.shape.sum }), { terminate: true })
    .build();
}
