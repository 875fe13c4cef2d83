import { flow, logic, nodeType, compensate } from "@tempograph/builder";

export const workflow = flow("everything", { settings: { durability: "step" } })
  .on("order.created", () => logic({ ">": [{ var: "total" }, 10] }))
  .on("order.imported")
  .step("check", "http_call", { url: "https://shop.example/orders/{{ payload.id }}" }, {
    label: "Check",
    settings: { retry: { maximumAttempts: 5 }, onError: "continue" },
  })
  .step(
    "charge",
    "http_call",
    { method: "POST", url: "https://pay.example", body: { sum: "{{ payload.total }}" } },
    {
      compensate: () => compensate("refund", "http_call", {
        method: "POST",
        url: "https://pay.example/{{ steps.charge.status }}",
      }),
      onFailure: (path) => path
        .step("unpaid", "log", { message: "{{ steps.charge.error.message }}" })
        .end("unpaid", { id: "end" }),
    },
  )
  .if(
    () => logic({ in: ["vip", { var: "tags" }] }),
    (path) => path.step("gift", "log", { message: "gift" }),
    undefined,
    { id: "vip" },
  )
  .branch(
    (cases) => cases
      .when("large", () => logic({ ">": [{ var: "total" }, 1000] }), (path) => path
        .step("large", "log", { message: "large" }))
      .when("small", () => logic({ "<": [{ var: "total" }, 20] }), (path) => path.stop())
      .otherwise((path) => path),
    { id: "branch" },
  )
  .switch(
    () => "{{ payload.tier }}",
    (cases) => cases
      .case("gold", (path) => path.step("gold", "log", { message: "gold" }))
      .case("silver", (path) => path.fail({ code: "NO_SILVER", message: "no" }, { id: "fail" }), {
        label: "second",
      }),
    { id: "switch" },
  )
  .parallel([
    (path) => path.sleep("1h", { id: "sleep" }),
    (path) => path.sleepUntil("2030-01-01T09:00:00", { id: "sleepUntil", timeZone: "Europe/Berlin" }),
  ])
  .forEach(
    "{{ payload.items }}",
    (path) => path.step("pack", nodeType("pack_item"), { sku: "{{ item.sku }}" }),
    { id: "packed", concurrency: 5, onItemError: "continue", result: () => ({ sku: "{{ item.sku }}" }) },
  )
  .loop(3, (path) => path.step("poll", "log", { message: "round {{ index }}" }), {
    id: "loop",
    onFailure: (path) => path.end("gave up", { id: "end2" }),
  })
  .set({ count: 0 }, { id: "set" })
  .while(
    () => logic({ "<": [{ var: "vars.count" }, 3] }),
    (path) => path.set({ count: "{{ vars.count + 1 }}" }, { id: "set2" }),
    { id: "while", maxRounds: 10, testAfter: true },
  )
  .race(
    [
      (path) => path.waitForSignal("yes", { id: "yes" }),
      (path) => path
        .waitForSignal("no", { id: "no" })
        .step("why", "log", { message: "why" }),
    ],
    { id: "race", onBranchError: "continue" },
  )
  .try((path) => path.step("risky", "log", { message: "risky" }), {
    id: "try",
    catch: (path) => path.step("caught", "log", { message: "caught" }),
    finally: (path) => path.step("tidy", "log", { message: "tidy" }),
  })
  .lock("{{ payload.id }}", (path) => path.step("alone", "log", { message: "alone" }), {
    id: "lock",
    timeout: "5m",
    onTimeout: (path) => path.end(undefined, { id: "end3" }),
  })
  .scope((path) => path.step("within", "log", { message: "within" }), { id: "scope", compensate: "onFail" })
  .waitForSignal("paid", { id: "paid", timeout: "2d", onTimeout: (path) => path.stop() })
  .waitForEvent("shipped", "parcel.shipped", {
    match: () => logic({ "==": [{ var: "order" }, "{{ payload.id }}"] }),
    lookBack: "10m",
  })
  .approval("approve", { title: "By {{ steps.paid.by }}", approvers: ["role:finance"] }, {
    timeout: "2d",
    rejected: (path) => path.end("rejected", { id: "end4" }),
    onTimeout: (path) => path.end("too late", { id: "end5" }),
  })
  .callWorkflow("invoice", { workflow: "Invoice", data: { order: "{{ payload.id }}" } })
  .signalWorkflow("poke", { executionId: "{{ steps.invoice.executionId }}", name: "go" })
  .emitEvent("tell", { eventType: "order.done", data: { id: "{{ payload.id }}" } })
  .transform("sum", () => logic({ "+": [{ var: "total" }, 1] }))
  .transform("shape", () => ({ sum: "{{ steps.sum }}" }))
  .end({ sum: "{{ steps.shape.sum }}" }, { id: "end6", terminate: true })
  .build();
