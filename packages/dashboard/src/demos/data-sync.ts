import { edges, type Demo } from "./demo.ts";

export const dataSync: Demo = {
  key: "demo-data",
  title: "Data into two stores",
  shows: "A reading is validated, converted and stored in two places side by side; one that is not valid is reported.",
  graph: {
    nodes: [
      { id: "start", type: "start", data: {} },
      {
        id: "valid",
        type: "branch",
        data: {
          cases: [
            { label: "valid", condition: { ">": [{ var: "celsius" }, -90] } },
            { label: "invalid", else: true },
          ],
        },
      },
      {
        id: "convert",
        type: "transform",
        data: { output: { sensor: "{{ payload.sensor }}", kelvin: "{{ payload.celsius + 273.15 }}" } },
      },
      { id: "stores", type: "parallel", data: {} },
      {
        id: "latest",
        type: "state_set",
        parentId: "stores",
        data: { key: "latest-{{ payload.sensor }}", value: "{{ steps.convert }}", ttl: "7d" },
      },
      {
        id: "count",
        type: "state_increment",
        parentId: "stores",
        data: { key: "readings-{{ payload.sensor }}", ttl: "7d" },
      },
      {
        id: "report",
        type: "send_notification",
        data: { toRole: "Data quality", message: "A reading of {{ payload.sensor }} is not valid" },
      },
    ],
    edges: edges("start > valid", "valid:valid > convert", "convert > stores", "valid:invalid > report"),
  },
  event: { type: "demo.reading.arrived", data: { sensor: "north", celsius: 20.5 } },
};
