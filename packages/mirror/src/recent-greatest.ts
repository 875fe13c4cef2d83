/** For how long a value counts. Values are kept in two halves of it, so that each counts at least for one half. */
const WINDOW_MS = 30_000;

/** The greatest value of the last seconds. */
export interface RecentGreatest {
  add(value: number, at?: number): void;
  /** Null: there is none. */
  value(at?: number): number | null;
}

export function createRecentGreatest(): RecentGreatest {
  let half = 0;
  let now: number | null = null;
  let before: number | null = null;
  function turn(at: number): void {
    const current = Math.floor(at / (WINDOW_MS / 2));
    if (current === half) return;
    before = current === half + 1 ? now : null;
    now = null;
    half = current;
  }
  return {
    add(value, at = performance.now()) {
      turn(at);
      now = Math.max(now ?? value, value);
    },
    value(at = performance.now()) {
      turn(at);
      return now === null ? before : Math.max(now, before ?? now);
    },
  };
}
