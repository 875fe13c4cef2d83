import { createServer } from "vite";
import { PACKAGE } from "./places.ts";
import { writeSchemaTypes } from "./schema-types.ts";

// The dashboard with hot reload, in front of an API that runs: what is saved in `src` appears at once. Everything else goes to the API,
// which sees requests of its own origin, because the Host header stays as the browser has sent it.

const api = process.env["TEMPOGRAPH_API_URL"];
if (api === undefined || !URL.canParse(api)) {
  process.stderr.write(
    "TEMPOGRAPH_API_URL has to be the URL of an API that runs, such as http://127.0.0.1:8080. `npm run demo` prints that of the demo.\n",
  );
  process.exitCode = 2;
} else {
  writeSchemaTypes();
  const server = await createServer({
    root: PACKAGE,
    server: { host: "127.0.0.1", port: 5173, proxy: { "^/(?!app(/|$))": { target: api, ws: true } } },
  });
  await server.listen();
  process.stdout.write(`The dashboard, with hot reload: ${server.resolvedUrls?.local[0] ?? ""}\n`);
  const stop = (): void => void server.close().then(() => process.exit(0));
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
