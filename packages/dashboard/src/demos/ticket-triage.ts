import { edges, type Demo } from "./demo.ts";

export const ticketTriage: Demo = {
  key: "demo-ticket",
  title: "Ticket triage",
  shows:
    "A ticket gets its priority from what it says; the team is told, and an urgent one is escalated if nobody takes it.",
  graph: {
    nodes: [
      { id: "start", type: "start", data: {} },
      {
        id: "priority",
        type: "transform",
        data: {
          output:
            "{{ payload.subject.lowerAscii().contains('down') || payload.plan == 'enterprise' ? 'urgent' : 'normal' }}",
        },
      },
      {
        id: "team",
        type: "send_notification",
        data: { toRole: "Support", message: "Ticket {{ payload.id }} ({{ steps.priority }}): {{ payload.subject }}" },
      },
      {
        id: "urgent",
        type: "branch",
        data: {
          cases: [
            { label: "urgent", condition: { "==": [{ var: "steps.priority" }, "urgent"] } },
            { label: "normal", else: true },
          ],
        },
      },
      { id: "taken", type: "wait_for_signal", data: { name: "taken", timeout: "10s" } },
      {
        id: "escalate",
        type: "send_notification",
        data: { toRole: "On call", message: "Nobody has taken ticket {{ payload.id }}" },
      },
      { id: "thanks", type: "log", data: { message: "Ticket {{ payload.id }} has been taken" } },
    ],
    edges: edges(
      "start > priority",
      "priority > team",
      "team > urgent",
      "urgent:urgent > taken",
      "taken > thanks",
      "taken:timeout > escalate",
    ),
  },
  event: { type: "demo.ticket.created", data: { id: "t-1", subject: "The shop is DOWN", plan: "free" } },
};
