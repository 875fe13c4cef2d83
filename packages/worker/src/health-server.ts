import { createServer } from "node:http";
import { listenOn, type Listening, type StillLoop } from "@tempograph/runtime";

export interface HealthServerOptions {
  readonly host: string;
  readonly port: number;
  /** Whether the worker polls Temporal for tasks. */
  readonly isRunning: () => boolean;
  /** The loops of the worker that have got nowhere for longer than they may. */
  readonly stillLoops: () => readonly StillLoop[];
}

/**
 * Serves `GET /health`: 200 `{"status":"ok"}` while the worker polls and all its loops get on, otherwise 503 with the names of the loops that
 * stand still. `GET /live` answers 200 as long as the process can: a restart does not help a worker whose Postgres is away.
 */
export async function startHealthServer(options: HealthServerOptions): Promise<Listening> {
  const server = createServer((request, response) => {
    const look = request.method === "GET" ? looks.get(request.url ?? "") : undefined;
    if (look === undefined) {
      response.writeHead(404).end();
      return;
    }
    const { ok, ...body } = look(options);
    response.writeHead(ok ? 200 : 503, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  const { url, stop } = await listenOn(server, options);
  return { url: `${url}/health`, stop };
}

type Look = (options: HealthServerOptions) => { readonly ok: boolean; readonly status: string };

const looks = new Map<string, Look>([
  ["/health", healthOf],
  ["/live", () => ({ ok: true, status: "ok" })],
]);

function healthOf({ isRunning, stillLoops }: HealthServerOptions) {
  const loops = stillLoops();
  if (loops.length > 0) return { ok: false, status: "loops stand still", loops };
  return isRunning() ? { ok: true, status: "ok" } : { ok: false, status: "starting or stopping" };
}
