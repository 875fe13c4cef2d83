/** Why a text is not builder code that can be read, and where. */
export interface CodeProblem {
  readonly message: string;
  readonly hint: string;
  /** Offsets of the text that it is about. */
  readonly from: number;
  readonly to: number;
}

/** Ends the reading; only `readBuilder` catches it. */
export class CodeError extends Error {
  readonly problem: CodeProblem;

  constructor(at: { readonly from: number; readonly to: number }, message: string, hint: string) {
    super(message);
    this.problem = { message: `${message}.`, hint: `${hint}.`, from: at.from, to: at.to };
  }
}
