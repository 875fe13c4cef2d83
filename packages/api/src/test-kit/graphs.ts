/** The smallest graph that has a side effect. */
export const smallGraph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "notify", type: "send_notification", data: { toRole: "AE", message: "New hot lead" } },
  ],
  edges: [{ id: "e1", source: "start", target: "notify" }],
};

/** A graph that calls a workflow by the given id. */
export const graphNaming = (id: string) => ({
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "call", type: "call_workflow", data: { workflow: id } },
  ],
  edges: [{ id: "e1", source: "start", target: "call" }],
});

/** A graph in which two cases name nodes that are missing. */
export const leadGraph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "notify", type: "send_notification", data: { toRole: "AE", message: "New hot lead" } },
    { id: "wait", type: "delay", data: { ms: 1000 } },
    { id: "call", type: "http_call", data: { method: "POST", url: "http://127.0.0.1:9/post" } },
    {
      id: "branch",
      type: "branch",
      data: {
        cases: [
          { label: "CEO", condition: { "==": [{ var: "lead.title" }, "CEO"] }, next: "gift" },
          { else: true, next: "drip" },
        ],
      },
    },
  ],
  edges: [
    { id: "e1", source: "start", target: "notify" },
    { id: "e2", source: "notify", target: "wait" },
    { id: "e3", source: "wait", target: "call" },
    { id: "e4", source: "call", target: "branch" },
  ],
};

export const hotLead = { and: [{ ">": [{ var: "lead.score" }, 80] }, { "==": [{ var: "lead.source" }, "LinkedIn"] }] };
