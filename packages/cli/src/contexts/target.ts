import type { Shell } from "../shell.ts";
import { WrongCall } from "../wrong-call.ts";
import { contextNamed, readContexts, type Context } from "./contexts-file.ts";

export interface GlobalOptions {
  readonly json?: boolean;
  readonly context?: string;
  readonly url?: string;
  readonly project?: string;
  readonly timeout?: number;
}

/**
 * The server to call: that of `--url`, TEMPOGRAPH_URL or a context, in this order. A context's token goes to the context's server only,
 * so that `--url` cannot send it elsewhere (I10).
 */
export function findTarget(shell: Pick<Shell, "env">, options: GlobalOptions): Context {
  const { env } = shell;
  const project = options.project ?? env["TEMPOGRAPH_PROJECT"];
  const given = options.url ?? (options.context === undefined ? env["TEMPOGRAPH_URL"] : undefined);
  const token = env["TEMPOGRAPH_TOKEN"] || undefined;
  if (given !== undefined && given !== "")
    return { url: checkUrl(given), ...(token && { token }), ...(project && { project }) };
  // Somebody else would be asking than whoever has set the token believes.
  if (token !== undefined && options.context === undefined)
    throw new WrongCall(
      "TEMPOGRAPH_TOKEN is set without TEMPOGRAPH_URL, and is not sent to the server of a context.",
      "Set TEMPOGRAPH_URL, name the context with --context, or unset TEMPOGRAPH_TOKEN.",
    );
  const known = readContexts(shell);
  const name = options.context ?? (env["TEMPOGRAPH_CONTEXT"] || known.current);
  if (name === undefined)
    throw new WrongCall(
      "There is no server to call.",
      "Run `tempograph login`, or set TEMPOGRAPH_URL and TEMPOGRAPH_TOKEN.",
    );
  const context = contextNamed(known, name);
  return project ? { ...context, project } : context;
}

/** The URL, if it is one of HTTP. */
export function checkUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new WrongCall(
    `${JSON.stringify(url)} is not the URL of a server.`,
    "Give it as http://127.0.0.1:4000 or https://….",
  );
}
