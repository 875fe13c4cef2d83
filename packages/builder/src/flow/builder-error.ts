/** The flow says something that no graph can say. Thrown while it is written, with the cure. */
export class BuilderError extends TypeError {
  readonly cure: string;

  constructor(message: string, cure: string) {
    super(`${message}. ${cure}.`);
    this.name = "BuilderError";
    this.cure = cure;
  }
}
