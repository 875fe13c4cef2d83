import { edges, type Demo } from "./demo.ts";

export const bookingSaga: Demo = {
  key: "demo-saga",
  title: "Booking that is taken back",
  shows:
    "The hotel is full, so the flight and the car that were booked before are cancelled again, the last one first.",
  graph: {
    nodes: [
      { id: "start", type: "start", data: {} },
      {
        id: "flight",
        type: "log",
        data: { message: "Flight to {{ payload.city }} booked" },
        settings: { compensate: "cancelFlight" },
      },
      { id: "cancelFlight", type: "log", data: { message: "Flight to {{ payload.city }} cancelled", level: "warn" } },
      {
        id: "car",
        type: "log",
        data: { message: "Car in {{ payload.city }} booked" },
        settings: { compensate: "cancelCar" },
      },
      { id: "cancelCar", type: "log", data: { message: "Car in {{ payload.city }} cancelled", level: "warn" } },
      { id: "ask", type: "delay", data: { ms: 2_000 } },
      {
        id: "rooms",
        type: "branch",
        data: {
          cases: [
            { label: "free", condition: { ">": [{ var: "rooms" }, 0] } },
            { label: "full", else: true },
          ],
        },
      },
      { id: "hotel", type: "log", data: { message: "Hotel in {{ payload.city }} booked" } },
      {
        id: "full",
        type: "fail",
        data: { code: "NO_ROOM", message: "No hotel in {{ payload.city }} has a room" },
      },
    ],
    edges: edges(
      "start > flight",
      "flight > car",
      "car > ask",
      "ask > rooms",
      "rooms:free > hotel",
      "rooms:full > full",
    ),
  },
  event: { type: "demo.trip.planned", data: { city: "Lisbon", rooms: 0 } },
};
