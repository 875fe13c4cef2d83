/** Why the machine gave no answer. Its code has a page in `docs/errors`. */
export class MachineError extends Error {
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string) {
    super(message);
    this.name = "MachineError";
    this.code = code;
    this.hint = hint;
  }
}

/** A newer request of the same lane has made this one pointless. Nobody has to be told of it. */
export class Superseded extends Error {
  constructor() {
    super("A newer request has replaced this one.");
    this.name = "Superseded";
  }
}

export function tookTooLong(limitMs: number): MachineError {
  return new MachineError(
    "INPUT_TOO_EXPENSIVE",
    `Working on the graph took more than ${String(limitMs / 1_000)} seconds, so it was ended.`,
    "Make the graph smaller or simpler: fewer nodes, shorter texts, fewer rounds of loops.",
  );
}

export function brokeDown(message: string): MachineError {
  return new MachineError(
    "INTERNAL",
    `The part of the page that checks graphs has stopped: ${message}`,
    "It has been started again. Change the graph a little, or reload the page.",
  );
}

/** A part of the worker is loaded when it is first needed, and the API did not answer then. */
export function notLoaded(): MachineError {
  return new MachineError(
    "API_UNREACHABLE",
    "A part of the page could not be loaded, because the API does not answer.",
    "When the API is back, change the text a little, or come back to this tab.",
  );
}
