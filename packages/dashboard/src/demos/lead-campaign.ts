import { edges, type Demo } from "./demo.ts";

export const leadCampaign: Demo = {
  key: "demo-lead-campaign",
  title: "Form to campaign",
  shows: "A lead from a form is scored from what it says, and goes into the campaign that fits its score.",
  graph: {
    nodes: [
      { id: "start", type: "start", data: {} },
      {
        id: "score",
        type: "transform",
        data: { output: "{{ payload.employees >= 100 ? 90 : payload.employees >= 10 ? 50 : 10 }}" },
      },
      {
        id: "campaign",
        type: "branch",
        data: {
          cases: [
            { label: "enterprise", condition: { ">": [{ var: "steps.score" }, 80] } },
            { label: "team", condition: { ">": [{ var: "steps.score" }, 40] } },
            { label: "newsletter", else: true },
          ],
        },
      },
      { id: "sales", type: "send_notification", data: { toRole: "AE", message: "Call {{ payload.email }} today" } },
      {
        id: "enrol",
        type: "state_add_to_set",
        data: { key: "campaign-enterprise", value: "{{ payload.email }}", ttl: "7d" },
      },
      { id: "trial", type: "log", data: { message: "{{ payload.email }} gets the invitation to a trial" } },
      { id: "subscribe", type: "log", data: { message: "{{ payload.email }} gets the newsletter" } },
    ],
    edges: edges(
      "start > score",
      "score > campaign",
      "campaign:enterprise > sales",
      "sales > enrol",
      "campaign:team > trial",
      "campaign:newsletter > subscribe",
    ),
  },
  event: { type: "demo.form.sent", data: { email: "ada@example.com", company: "Analytical Engines", employees: 250 } },
};
