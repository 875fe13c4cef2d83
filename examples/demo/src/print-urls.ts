import type { LocalStack } from "@tempograph/local-stack";
import { DEMO_EVENT } from "./ensure-workflow.ts";
import type { Printer } from "./printer.ts";
import type { DemoReport } from "./report.ts";

/** Prints the URLs and a command to try next. */
export async function printUrls(
  printer: Printer,
  { token, tokenFile, apiUrl, temporal }: LocalStack,
  { urls }: DemoReport,
): Promise<void> {
  const row = (name: string, url: string | null): void => {
    if (url !== null) printer.line(`  ${name.padEnd(18)}${printer.paint("cyan", url)}`);
  };
  printer.line();
  row("Dashboard", await signInLink(apiUrl, token));
  printer.line(
    `${" ".repeat(20)}This link signs you in once, within an hour. Later, paste the token: it is in ${tokenFile}`,
  );
  row("GraphiQL", `${urls.graphiql}#token=${token}`);
  row("REST docs", urls.restDocs);
  row("Temporal Web UI", webUi(urls.temporalUi, temporal));
  printer.line();
  printer.line("Try this next, in another terminal: an event with another title takes the other branch.");
  printer.line();
  printer.line(`  curl -s "${apiUrl}/events?type=${DEMO_EVENT}" \\`);
  printer.line(`    -H "authorization: Bearer $(cat ${quoted(tokenFile)})" -H "content-type: application/json" \\`);
  printer.line(`    -d '{"lead": {"source": "LinkedIn", "score": 95, "title": "CTO"}}'`);
  printer.line();
}

/** An address that opens the dashboard and signs in whoever opens it first. */
export async function signInLink(apiUrl: string, token: string): Promise<string> {
  const answer = await fetch(`${apiUrl}/auth/links`, { method: "POST", headers: { authorization: `Bearer ${token}` } });
  return apiUrl + ((await answer.json()) as { path: string }).path;
}

/** The page of the execution, with the key that the guard before our Web UI asks for. */
function webUi(url: string | null, { uiSignInUrl }: LocalStack["temporal"]): string | null {
  return url === null || uiSignInUrl === undefined ? url : uiSignInUrl(new URL(url).pathname);
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
