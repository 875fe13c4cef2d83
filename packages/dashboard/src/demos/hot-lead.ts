import { edges, type Demo } from "./demo.ts";

export const hotLead: Demo = {
  key: "demo-hot-lead",
  title: "Hot lead",
  shows: "A lead with a score above 80 is handed over at once, and waits while you may kill the worker.",
  condition: { and: [{ ">": [{ var: "lead.score" }, 80] }, { "==": [{ var: "lead.source" }, "LinkedIn"] }] },
  graph: {
    nodes: [
      { id: "start", type: "start", data: {} },
      { id: "notify", type: "send_notification", data: { toRole: "AE", message: "New hot lead" } },
      { id: "wait", type: "delay", data: { ms: 12_000 } },
      {
        id: "title",
        type: "branch",
        data: {
          cases: [
            { label: "CEO", condition: { "==": [{ var: "lead.title" }, "CEO"] } },
            { label: "other", else: true },
          ],
        },
      },
      { id: "gift", type: "send_notification", data: { toRole: "Marketing", message: "Send a gift" } },
      { id: "drip", type: "send_notification", data: { toRole: "Marketing", message: "Start the drip campaign" } },
    ],
    edges: edges("start > notify", "notify > wait", "wait > title", "title:CEO > gift", "title:other > drip"),
  },
  event: { type: "demo.lead.created", data: { lead: { source: "LinkedIn", score: 90, title: "CEO" } } },
};
