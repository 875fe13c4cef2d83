import type { DashboardState } from "./dashboard-files.ts";

type WithoutFolder = Exclude<DashboardState, { readonly folder: string }>;

/**
 * Loads the page again while its files are being built. A refresh alone would forget what stands behind the # of the address, which is the code
 * of a link that signs in.
 */
export const RELOAD_SCRIPT: string = "setTimeout(() => location.reload(), 1000);\n";
const OPENS_BY_ITSELF = `<script src="/app/reload.js" defer></script>
    <noscript><meta http-equiv="refresh" content="1" /></noscript>`;

/** The page in place of the dashboard while its files are being built, or where there are none. */
export function noticePage(state: WithoutFolder): string {
  const isBuilding = "building" in state;
  const title = isBuilding ? "The dashboard is being built" : "The dashboard is not here";
  const text = isBuilding
    ? "This happens once, and again after its sources have changed. The page opens by itself."
    : "GraphQL at /graphql and REST at /docs work as usual.";
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    ${isBuilding ? OPENS_BY_ITSELF : ""}
    <link rel="icon" href="data:," />
    <title>Tempograph: ${title}</title>
    <style nonce="@@nonce@@">
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; padding: 0 1rem; }
      pre { white-space: pre-wrap; }
    </style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>${text}</p>
      <pre role="status">${escaped(isBuilding ? state.building : state.missing)}</pre>
    </main>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
