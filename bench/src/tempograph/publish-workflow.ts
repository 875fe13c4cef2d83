import { hotLeadCondition, hotLeadGraph } from "./graph.ts";

/** Stores and publishes the reference job through the API; events of type `eventType` start it. Returns its id. */
export async function publishWorkflow(options: {
  readonly apiUrl: string;
  readonly token: string;
  readonly echoUrl: string;
  readonly durability: "step" | "burst";
  readonly eventType: string;
}): Promise<string> {
  const { apiUrl, token, echoUrl, durability, eventType } = options;
  const response = await fetch(`${apiUrl}/workflows`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({
      name: `Hot lead (${durability})`,
      trigger: { eventType, condition: hotLeadCondition },
      graph: hotLeadGraph(echoUrl, durability),
    }),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`POST /workflows answered ${response.status}: ${text}`);
  return (JSON.parse(text) as { id: string }).id;
}
