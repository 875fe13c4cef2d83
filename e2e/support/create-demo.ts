import type { Demo } from "@tempograph/dashboard/demos";
import type { TestStack } from "./start-test-stack.ts";

/** Creates a demo's workflow and sends its event, as one click on the start page does. Gives the ids of both. */
export async function createDemo(
  { apiUrl, token }: Pick<TestStack, "apiUrl" | "token">,
  { key, title, graph, condition, event }: Demo,
): Promise<{ readonly workflow: string; readonly event: string }> {
  const triggers = [{ eventType: event.type, ...(condition !== undefined && { condition }) }];
  const post = async (path: string, body: unknown): Promise<string> => {
    const response = await fetch(apiUrl + path, {
      ...{ method: "POST", body: JSON.stringify(body) },
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
    const answer = (await response.json()) as { readonly id: string };
    if (!response.ok) throw new Error(`POST ${path}: ${JSON.stringify(answer)}`);
    return answer.id;
  };
  const workflow = await post("/workflows", { key, name: title, graph, triggers, publish: true });
  return { workflow, event: await post(`/events?type=${event.type}`, event.data) };
}
