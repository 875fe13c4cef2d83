/** Whose work it is. */
export interface Turn {
  /** Work of the same key runs one after the other. */
  readonly key: string;
  /** Groups share the places evenly, however much of a group waits. */
  readonly group: string;
  /** When it aborts before the work has begun, the work is not done. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs pieces of work, so many at once and so many of a group at once. */
export interface Turns {
  <Result>(turn: Turn, work: () => Promise<Result>): Promise<Result>;
  /** Rejects with `reason` what has not begun, from now on too. Resolves when nothing runs any more. */
  stop(reason: Error): Promise<void>;
}

export function createTurns(limits: { readonly most: number; readonly mostOfGroup: number }): Turns {
  type Waiting = Turn & { begin: () => Promise<void>; refuse: (reason: unknown) => void };
  /** By group. The group that was served last stands at the end. */
  const waiting = new Map<string, Set<Waiting>>();
  const running = new Map<Waiting, Promise<void>>();
  let stopped: Error | undefined;

  /** The first of the group with the least work running; of several such groups, of the one that has waited the longest. */
  function next(): Waiting | undefined {
    if (running.size >= limits.most) return undefined;
    const runs = [...running.keys()];
    let best: Waiting | undefined;
    let least = limits.mostOfGroup;
    for (const [group, all] of waiting) {
      const count = runs.filter((each) => each.group === group).length;
      const first = count < least && [...all].find(({ key }) => !runs.some((each) => each.key === key));
      if (first) [best, least] = [first, count];
    }
    return best;
  }

  function remove(place: Waiting): boolean {
    const all = waiting.get(place.group);
    const removed = all?.delete(place) === true;
    if (removed && all.size === 0) waiting.delete(place.group);
    return removed;
  }

  function beginNext(): void {
    for (let each = next(); each !== undefined; each = next()) {
      const begun = each;
      remove(begun);
      const rest = waiting.get(begun.group);
      if (rest !== undefined && waiting.delete(begun.group)) waiting.set(begun.group, rest);
      const ended = () => {
        running.delete(begun);
        beginNext();
      };
      running.set(begun, begun.begin().then(ended, ended));
    }
  }

  async function take<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result> {
    turn.signal?.throwIfAborted();
    if (stopped !== undefined) throw stopped;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const place: Waiting = { ...turn, begin: async () => await work().then(resolve, reject), refuse: reject };
    const leave = () => {
      if (remove(place)) reject(turn.signal!.reason);
    };
    turn.signal?.addEventListener("abort", leave, { once: true });
    waiting.set(place.group, (waiting.get(place.group) ?? new Set()).add(place));
    beginNext();
    return await promise.finally(() => turn.signal?.removeEventListener("abort", leave));
  }

  return Object.assign(take, {
    async stop(reason: Error) {
      stopped = reason;
      for (const all of waiting.values()) for (const { refuse } of all) refuse(reason);
      waiting.clear();
      await Promise.all(running.values());
    },
  });
}
