import { flow, logic } from "@tempograph/builder";

export const workflow = flow("from-an-editor", {
  start: { id: "start", type: "start", data: {}, position: { x: 0, y: 0 } },
})
  .on("lead.created", () => logic({ ">": [{ var: "lead.score" }, 50] }))
  .on(null, () => logic({ "==": [{ var: "event.source" }, "/crm"] }), { id: "any" })
  .on("lead.*", null, { when: { time: { hours: [{ days: "mon-fri" }] }, history: { noneWithin: "24h" } } })
  .step("notify", "send_notification", { toRole: "AE", message: "Hi {{ payload.lead.name }}" })
  .sleep("1h30m", { id: "wait" })
  .if(
    () => logic({ ">": [{ var: "lead.score" }, 80] }),
    (path) => path.step("gift", "http_call", { method: "POST", url: "https://shop.example/gifts" }),
    undefined,
    { id: "vip" },
  )
  .step("log", "log", { message: "done" })
  .end(undefined, { id: "end" })
  .arrange({
    edges: [
      ["e1", "start>notify"],
      ["e2", "notify>wait"],
      ["e3", "wait>vip"],
      ["e4", "vip:yes>gift"],
      ["e5", "vip:no>log"],
      ["e6", "gift>log"],
      ["e7", "log>end"],
    ],
  })
  .build();
