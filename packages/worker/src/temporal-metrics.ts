import { createServer, type AddressInfo } from "node:net";
import { withoutLabel } from "@tempograph/runtime";

/** A port on loopback that nobody uses. Temporal's SDK cannot choose one and say which. */
export async function freeLoopbackPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The metrics of Temporal's SDK. Their workflow types are the names that users give to workflows, of which there may be any number. */
export async function readTemporalMetrics(address: string): Promise<string> {
  const response = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`Temporal's SDK answers ${String(response.status)} for its metrics.`);
  return withoutLabel(await response.text(), "workflow_type");
}
