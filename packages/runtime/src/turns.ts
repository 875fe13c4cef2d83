/** Does work under the same key one at a time, in the order of the calls. Work under different keys does not wait for each other. */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function createTurns(): InTurn {
  /** The end of the last work of each key that has work. */
  const ends = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const own = (ends.get(key) ?? Promise.resolve()).then(work);
    const end = own.catch(() => undefined);
    ends.set(key, end);
    try {
      return await own;
    } finally {
      if (ends.get(key) === end) ends.delete(key);
    }
  };
}
