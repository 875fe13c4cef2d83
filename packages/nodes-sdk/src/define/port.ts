const PORT = Symbol.for("tempograph.port");

/** An output together with the port that the node ends on. Made by `port`. */
export interface PortResult<Name extends string = string, Output = unknown> {
  readonly port: Name;
  readonly output: Output;
}

/**
 * Ends a node on one of its ports: `return port("found", { id })`.
 * A node that returns a plain value ends on `out`.
 */
export function port<const Name extends string, Output = null>(
  name: Name,
  output: Output = null as Output,
): PortResult<Name, Output> {
  return Object.freeze({ [PORT]: true, port: name, output });
}

/** Works across copies of this package: a pack may bring its own. */
export function isPortResult(value: unknown): value is PortResult {
  return typeof value === "object" && value !== null && PORT in value;
}
