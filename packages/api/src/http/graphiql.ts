import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply } from "fastify";
import { SESSION_HEADER } from "./auth.ts";

const CSP = [
  "default-src 'none'",
  "script-src 'self' blob:",
  "worker-src blob:",
  // The editor sets styles on elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const MARK = "@@headers@@";

/**
 * Serves GraphiQL from the package, without any other host. The page contains no secret: it reads the token from the URL's fragment,
 * which browsers do not send, keeps it for the tab, and puts it into the headers editor. An empty token means that the person has
 * signed in: the browser sends the session's cookie by itself, and the page the header that belongs to it.
 */
export async function registerGraphiql(server: FastifyInstance): Promise<void> {
  const hidden = { schema: { hide: true } as object };
  server.get("/graphiql", hidden, async (_request, reply) => {
    const { html } = await loadPage();
    return await reply.header("content-security-policy", CSP).type("text/html; charset=utf-8").send(html);
  });
  const asset = (name: "boot" | "app" | "style", type: string) =>
    server.get(
      `/graphiql/${name}.${type === "text/css" ? "css" : "js"}`,
      hidden,
      async (request, reply: FastifyReply) => {
        const { body, etag } = (await loadPage())[name];
        reply.header("cache-control", "no-cache").header("etag", etag);
        if (request.headers["if-none-match"] === etag) return await reply.code(304).send();
        return await reply.type(`${type}; charset=utf-8`).send(body);
      },
    );
  asset("boot", "text/javascript");
  asset("app", "text/javascript");
  asset("style", "text/css");
}

interface Asset {
  readonly body: string;
  readonly etag: string;
}

let page:
  | Promise<{ readonly html: string; readonly boot: Asset; readonly app: Asset; readonly style: Asset }>
  | undefined;

/** Loads the page at the first request, because it has nine megabytes that most processes never serve. */
function loadPage(): NonNullable<typeof page> {
  page ??= import("@graphql-yoga/render-graphiql").then(({ renderGraphiQL }) => {
    const rendered = renderGraphiQL({
      title: "Tempograph GraphiQL",
      endpoint: "/graphql",
      subscriptionsProtocol: "SSE",
      defaultQuery: DEFAULT_QUERY,
      headers: MARK,
      defaultHeaders: MARK,
      shouldPersistHeaders: false,
    });
    const [start, end] = [
      rendered.lastIndexOf("<script>", rendered.indexOf("prepareBlob")),
      rendered.lastIndexOf("</script>"),
    ];
    const styleStart = rendered.indexOf("<style>");
    const script = rendered.slice(start + "<script>".length, end);
    const marked = JSON.stringify(MARK);
    if (start < 0 || styleStart < 0 || script.split(marked).length !== 3)
      throw new Error("The page of the GraphiQL package does not have the expected form");
    const app = script.split(marked).join("self.tempographHeaders");
    const style = rendered.slice(styleStart + "<style>".length, rendered.indexOf("</style>", styleStart));
    const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Tempograph GraphiQL</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/graphiql/style.css" />
  </head>
  <body id="body" class="no-focus-outline">
    <noscript>You need to enable JavaScript to run this app.</noscript>
    <div id="root"></div>
    <script src="/graphiql/boot.js"></script>
    <script src="/graphiql/app.js"></script>
  </body>
</html>
`;
    return { html, boot: toAsset(BOOT), app: toAsset(app), style: toAsset(style) };
  });
  return page;
}

function toAsset(body: string): Asset {
  return { body, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
}

const BOOT = `(() => {
  const key = "tempograph:token";
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given !== null) {
    sessionStorage.setItem(key, given);
    // Remove the token from the address bar, so that a copied address or a screenshot does not reveal it.
    history.replaceState(null, "", location.pathname + location.search);
  }
  const token = sessionStorage.getItem(key);
  self.tempographHeaders = JSON.stringify(token === "" ? { "${SESSION_HEADER}": "graphiql" } : { authorization: "Bearer " + (token || "<token>") }, null, 2);
})();
`;

const DEFAULT_QUERY = `# The token is in the headers below; who has signed in needs none. Ctrl-Enter runs this query.
{
  executions(first: 10) {
    nodes {
      id
      status
      workflow { name }
      steps { nodes { path type status attemptCount } }
    }
  }
}
`;
