import { Pool } from "undici";

export type PostEvent = { (n: number): Promise<void>; close(): Promise<void> };

/** Makes a sender with keep-alive connections. Every event fulfils the condition and has the title CEO. */
export function postEvents(origin: string, path: string, headers: Readonly<Record<string, string>>): PostEvent {
  const pool = new Pool(origin, { connections: 40, pipelining: 1 });
  const all = { "content-type": "application/json", ...headers };
  const send = async (n: number): Promise<void> => {
    const body = JSON.stringify({ n, lead: { source: "LinkedIn", score: 90, title: "CEO" } });
    const response = await pool.request({ method: "POST", path, headers: all, body });
    const text = await response.body.text();
    if (response.statusCode !== 202) throw new Error(`POST ${origin}${path} answered ${response.statusCode}: ${text}`);
  };
  return Object.assign(send, { close: () => pool.close() });
}
