import { edges, type Demo } from "./demo.ts";

export const fanOut: Demo = {
  key: "demo-fan-out",
  title: "One step for each item",
  shows: "Every invoice of a list is handled on its own, three at a time; one fails, and the others go on.",
  graph: {
    nodes: [
      { id: "start", type: "start", data: {} },
      {
        id: "each",
        type: "for_each",
        data: { items: "{{ payload.invoices }}", concurrency: 3, onItemError: "continue" },
      },
      { id: "work", type: "delay", parentId: "each", data: { ms: 1_500 } },
      {
        id: "known",
        type: "branch",
        parentId: "each",
        data: {
          cases: [
            { label: "known", condition: "{{ item.customer != '' }}" },
            { label: "unknown", else: true },
          ],
        },
      },
      {
        id: "send",
        type: "send_notification",
        parentId: "each",
        data: { toRole: "Billing", message: "Invoice {{ item.id }} to {{ item.customer }}" },
      },
      {
        id: "refuse",
        type: "fail",
        parentId: "each",
        data: { code: "NO_CUSTOMER", message: "Invoice {{ item.id }} names no customer" },
      },
      {
        id: "report",
        type: "log",
        data: { message: "{{ steps.each.count - steps.each.errors.size() }} of {{ steps.each.count }} invoices sent" },
      },
    ],
    edges: edges("start > each", "work > known", "known:known > send", "known:unknown > refuse", "each > report"),
  },
  event: {
    type: "demo.invoices.due",
    data: {
      invoices: ["Ada", "Grace", "", "Edsger", "Barbara", "Alan", "Katherine"].map((customer, index) => ({
        id: index + 1,
        customer,
      })),
    },
  },
};
