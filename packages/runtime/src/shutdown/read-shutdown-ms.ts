/** Below the 30 s after which Kubernetes kills a pod that was asked to end. */
export const DEFAULT_SHUTDOWN_MS = 25_000;

/** Reads how long a program may take to end, in milliseconds. Throws an error that names the variable. */
export function readShutdownMs(env: Readonly<Record<string, string | undefined>>): number {
  const value = env["TEMPOGRAPH_SHUTDOWN_SECONDS"]?.trim();
  if (value === undefined || value === "") return DEFAULT_SHUTDOWN_MS;
  const seconds = Number(value);
  if (!(seconds >= 1 && seconds <= 3_600))
    throw new Error(`TEMPOGRAPH_SHUTDOWN_SECONDS is ${value}. Set it to a number of seconds from 1 to 3600.`);
  return seconds * 1_000;
}
