import type { LocalStack } from "@tempograph/local-stack";
import type { Printer } from "./printer.ts";
import type { DemoReport } from "./report.ts";

/** Prints the URLs and a command to try next. */
export function printUrls(
  printer: Printer,
  { token, tokenFile, apiUrl, temporal }: LocalStack,
  { urls }: DemoReport,
): void {
  const row = (name: string, url: string | null): void => {
    if (url !== null) printer.line(`  ${name.padEnd(18)}${printer.paint("cyan", url)}`);
  };
  printer.line();
  row("GraphiQL", `${urls.graphiql}#token=${token}`);
  row("REST docs", urls.restDocs);
  row("Temporal Web UI", webUi(urls.temporalUi, temporal));
  printer.line();
  printer.line("Try this next, in another terminal: an event with another title takes the other branch.");
  printer.line();
  printer.line(`  curl -s ${apiUrl}/events \\`);
  printer.line(`    -H "authorization: Bearer $(cat ${quoted(tokenFile)})" -H "content-type: application/json" \\`);
  printer.line(`    -d '{"lead": {"source": "LinkedIn", "score": 95, "title": "CTO"}}'`);
  printer.line();
}

/** The page of the execution, with the key that the guard before our Web UI asks for. */
function webUi(url: string | null, { uiSignInUrl }: LocalStack["temporal"]): string | null {
  return url === null || uiSignInUrl === undefined ? url : uiSignInUrl(new URL(url).pathname);
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
