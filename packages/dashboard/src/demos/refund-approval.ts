import { edges, type Demo } from "./demo.ts";

export const refundApproval: Demo = {
  key: "demo-approval",
  title: "Refund with approval",
  shows:
    "Somebody decides in the inbox whether a refund is paid; after two minutes without an answer it goes to the manager.",
  graph: {
    nodes: [
      { id: "start", type: "start", data: {} },
      {
        id: "ask",
        type: "approval",
        data: {
          title: "Refund {{ payload.amount }} € to {{ payload.customer }}?",
          description: "{{ payload.reason }}",
          form: {
            type: "object",
            properties: {
              amount: { type: "number", title: "How much?", minimum: 0 },
              note: { type: "string", title: "A note for the customer" },
            },
            required: ["amount"],
          },
          timeout: "2m",
        },
      },
      {
        id: "pay",
        type: "send_notification",
        data: { toRole: "Finance", message: "Pay {{ steps.ask.data.amount }} € to {{ payload.customer }}" },
      },
      {
        id: "refuse",
        type: "send_notification",
        data: { toRole: "Support", message: "{{ payload.customer }} gets no refund" },
      },
      {
        id: "manager",
        type: "send_notification",
        data: { toRole: "Manager", message: "Nobody has decided about the refund to {{ payload.customer }}" },
      },
    ],
    edges: edges("start > ask", "ask:approved > pay", "ask:rejected > refuse", "ask:timeout > manager"),
  },
  event: {
    type: "demo.refund.asked",
    data: { customer: "Ada", amount: 40, reason: "The chair arrived with a broken leg." },
  },
};
