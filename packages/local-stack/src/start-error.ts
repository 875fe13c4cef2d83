/** Why something on this machine could not be started: what is wrong, what the reader can do, and the page that says more. */
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
