/** Thrown while a flow is written, if it describes something that a graph cannot express. Has a hint. */
export class BuilderError extends TypeError {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(`${message}. ${hint}.`);
    this.name = "BuilderError";
    this.hint = hint;
  }
}

/** What `compileBlock` refuses, a flow cannot express. */
export const refuseBlock = (message: string, hint: string): BuilderError => new BuilderError(message, hint);
