import { TempographError } from "@tempograph/client";
import { withCommands } from "./operations/command-name.ts";
import { plainText } from "./output/plain-text.ts";
import { WrongCall } from "./wrong-call.ts";

/** What a command says on stderr when it fails: for people, or with `--json` one document. */
export function errorText(error: unknown, json: boolean): string {
  const told = tell(error);
  if (json) return `${JSON.stringify({ error: told })}\n`;
  const { code, message, path, hint, problems } = told;
  const lines = [
    `${code === undefined ? "Error" : code}: ${message}`,
    ...(path ? [`  at ${path}`] : []),
    ...(problems ?? []).flatMap((one) => [
      `  ${one.severity} ${one.code} at ${one.path || "/"}: ${one.message}`,
      // The hint of the only problem is that of the error.
      ...(one.hint && one.hint !== hint ? [`    ${one.hint}`] : []),
    ]),
    ...(hint ? [`  ${hint}`] : []),
  ];
  return `${lines.map(withCommands).map(plainText).join("\n")}\n`;
}

function tell(error: unknown): Partial<Pick<TempographError, "code" | "path" | "hint" | "problems" | "requestId">> & {
  readonly message: string;
} {
  if (error instanceof TempographError) {
    const { code, message, path, hint, problems, requestId } = error;
    return { code, message, path, hint, ...(problems.length > 0 && { problems }), requestId };
  }
  if (error instanceof WrongCall) return { message: error.message, hint: error.hint };
  return { message: error instanceof Error ? error.message : String(error) };
}
