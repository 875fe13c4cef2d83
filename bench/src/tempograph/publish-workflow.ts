/** Stores and publishes a workflow through the API. Returns its id. */
export async function publishWorkflow(options: {
  readonly apiUrl: string;
  readonly token: string;
  readonly name: string;
  readonly trigger: object;
  readonly graph: object;
}): Promise<string> {
  const { apiUrl, token, ...workflow } = options;
  const response = await fetch(`${apiUrl}/workflows`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(workflow),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`POST /workflows answered ${response.status}: ${text}`);
  return (JSON.parse(text) as { id: string }).id;
}
