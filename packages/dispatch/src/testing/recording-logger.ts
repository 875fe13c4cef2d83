import type { Logger } from "@tempograph/runtime";

/** For tests: a logger that keeps its lines. */
export function recordingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (fields: object, message: string): void => {
      const { err } = fields as { err?: unknown };
      lines.push(`${level} ${message}${err === undefined ? "" : `: ${String(err)}`}`);
    };
  return { lines, debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
