import { edges, type Demo } from "./demo.ts";

export const orderFulfilment: Demo = {
  key: "demo-order",
  title: "Order to delivery",
  shows:
    "The stock is checked; then the order is packed while the customer's record is updated, both at the same time.",
  graph: {
    nodes: [
      { id: "start", type: "start", data: {} },
      {
        id: "stock",
        type: "transform",
        data: { output: { available: "{{ payload.stock - payload.order.quantity }}" } },
      },
      {
        id: "enough",
        type: "branch",
        data: {
          cases: [
            { label: "inStock", condition: { ">=": [{ var: "steps.stock.available" }, 0] } },
            { label: "soldOut", else: true },
          ],
        },
      },
      { id: "both", type: "parallel", data: {} },
      { id: "pack", type: "delay", parentId: "both", data: { ms: 3_000 } },
      {
        id: "ship",
        type: "send_notification",
        parentId: "both",
        data: { toRole: "Warehouse", message: "Ship order {{ payload.order.id }}" },
      },
      {
        id: "customer",
        type: "state_increment",
        parentId: "both",
        data: { key: "orders-of-{{ payload.order.customer }}", ttl: "7d" },
      },
      {
        id: "thank",
        type: "log",
        data: { message: "Order {{ payload.order.id }} of {{ payload.order.customer }} is on its way" },
      },
      {
        id: "reorder",
        type: "send_notification",
        data: { toRole: "Purchasing", message: "{{ payload.order.sku }} is sold out" },
      },
    ],
    edges: edges(
      "start > stock",
      "stock > enough",
      "enough:inStock > both",
      "pack > ship",
      "both > thank",
      "enough:soldOut > reorder",
    ),
  },
  event: {
    type: "demo.order.placed",
    data: { order: { id: "o-17", sku: "chair", quantity: 2, customer: "c7" }, stock: 12 },
  },
};
