/** A start that failed because of this machine. It contains the problem, a hint, and the error page with details. */
export class StartError extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string, cause?: unknown) {
    super(`${message}\n${hint} (${code}, docs/errors/${code}.md)`, cause === undefined ? undefined : { cause });
    this.name = "StartError";
    this.code = code;
    this.hint = hint;
  }
}
