import { TempographError, type Client } from "@tempograph/client";

/** The id of a workflow that is named by its id or its key. */
export async function workflowIdOf(client: Client, text: string): Promise<string> {
  if (text.startsWith("wf_")) return text;
  const { items } = await client.workflows({ key: text });
  if (items[0] !== undefined) return items[0].id;
  throw new TempographError({
    code: "NOT_FOUND",
    detail: `There is no workflow with the key ${JSON.stringify(text)}.`,
    hint: "Name the workflow by its id, wf_…, or by its key; `tempograph workflow list` shows both.",
  });
}

/** The id of a connection that is named by its id or its name. */
export async function connectionIdOf(client: Client, text: string): Promise<string> {
  if (text.startsWith("con_")) return text;
  for await (const { id, name } of client.every("connections", { limit: 200 })) if (name === text) return id;
  throw new TempographError({
    code: "NOT_FOUND",
    detail: `There is no connection ${JSON.stringify(text)}.`,
    hint: "Name the connection by its name, or by its id, con_…; `tempograph connection list` shows both.",
  });
}
