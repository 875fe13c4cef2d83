/** The reference job as a graph: the hand-written `hotLead`, node by node. */
export function hotLeadGraph(echoUrl: string, durability: "step" | "burst"): object {
  const burst = durability === "burst";
  const post = (id: string) => ({
    id,
    type: "http_call",
    data: {
      method: "POST",
      url: `${echoUrl}/post`,
      body: { n: "{{payload.n}}", step: id, execution: "{{execution.id}}", title: "{{payload.lead.title}}" },
    },
    // The burst lane requires that the author declares the step idempotent.
    ...(burst && { settings: { idempotent: true } }),
  });
  const isCeo = { "==": [{ var: "lead.title" }, "CEO"] };
  const edge = (source: string, target: string) => ({ id: `${source}-${target}`, source, target });
  return {
    nodes: [
      { id: "start", type: "start", data: {} },
      ...["a", "b", "c"].map(post),
      {
        id: "branch",
        type: "branch",
        data: {
          cases: [
            { label: "CEO", condition: isCeo, next: "gift" },
            { else: true, next: "drip" },
          ],
        },
      },
      ...["gift", "drip"].map(post),
    ],
    edges: [edge("start", "a"), edge("a", "b"), edge("b", "c"), edge("c", "branch")],
    ...(burst && { settings: { durability } }),
  };
}

export const hotLeadCondition = {
  and: [{ ">": [{ var: "lead.score" }, 80] }, { "==": [{ var: "lead.source" }, "LinkedIn"] }],
};
