/**
 * Shares one server in a run. Every project of vitest loads its global setup separately, so the shared servers are kept on
 * `globalThis`, and the last project that leaves stops its server.
 */
export type SharedServer<T> = { readonly value: T; leave(): Promise<void> };

type Entry = { started: Promise<{ value: unknown; stop(): Promise<void> }>; users: number };

const entries = ((globalThis as Record<symbol, unknown>)[Symbol.for("tempograph.test-servers")] ??= new Map()) as Map<
  string,
  Entry
>;

export async function shareServer<T>(
  name: string,
  start: () => Promise<{ value: T; stop(): Promise<void> }>,
): Promise<SharedServer<T>> {
  const entry = entries.get(name) ?? { started: start(), users: 0 };
  entries.set(name, entry);
  entry.users++;
  const { value, stop } = await entry.started;
  return {
    value: value as T,
    async leave() {
      entry.users--;
      if (entry.users > 0) return;
      entries.delete(name);
      await stop();
    },
  };
}
