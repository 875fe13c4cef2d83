/** The key of the update that says that an attempt of a step has begun or ended. */
export function attemptKey(path: string, attempt: number, phase: "started" | "ended"): string {
  return `attempt:${path}:${attempt}:${phase}`;
}
