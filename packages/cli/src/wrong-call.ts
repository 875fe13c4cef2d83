/** The command was called in a wrong way. It ends with the exit code 2, and nothing was requested. */
export class WrongCall extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
