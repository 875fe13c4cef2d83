import type { DispatchLogger } from "../dispatcher-options.ts";

/** For tests: keeps what was said. */
export function recordingLogger(): DispatchLogger & { readonly lines: string[] } {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (fields: object, message: string): void => {
      const { err } = fields as { err?: unknown };
      lines.push(`${level} ${message}${err === undefined ? "" : `: ${String(err)}`}`);
    };
  return { lines, info: write("info"), warn: write("warn"), error: write("error") };
}
