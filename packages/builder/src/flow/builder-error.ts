/** The flow says something that no graph can say. Thrown while it is written, with the hint. */
export class BuilderError extends TypeError {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(`${message}. ${hint}.`);
    this.name = "BuilderError";
    this.hint = hint;
  }
}
