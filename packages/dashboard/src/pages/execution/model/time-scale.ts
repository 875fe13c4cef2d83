/** A stretch of time in which nothing happened, and which the scale therefore shows short. Times are in ms since epoch. */
export interface Idle {
  readonly from: number;
  readonly to: number;
}

export interface TimeScale {
  readonly from: number;
  readonly to: number;
  readonly idle: readonly Idle[];
  /** The place of a time: 0 at the left end, 1 at the right end. */
  place(time: number): number;
  /** The time at a place. */
  timeAt(place: number): number;
}

/** Nobody minds a wait of a second. */
const LEAST_IDLE_MS = 1_000;
/** The part of the busy time that each idle stretch takes. */
const IDLE_PART = 0.08;

/**
 * A scale from the first to the last of these times on which idle hours are compressed: a gap is idle if it is longer than all shorter
 * gaps together. An execution that works for 3 seconds, waits two days for a person, and works for 2 seconds shows its work.
 */
export function timeScale(moments: readonly number[]): TimeScale {
  const times = [...new Set(moments)].sort((one, other) => one - other);
  const from = times[0] ?? 0;
  const to = times.at(-1) ?? from;
  const gaps = times.slice(1).map((time, index) => ({ from: times[index]!, to: time }));
  const idle = idleOf(gaps);
  const busy = gaps.reduce((sum, gap) => sum + (idle.has(gap) ? 0 : gap.to - gap.from), 0);
  const widthOf = (gap: Idle) => (idle.has(gap) ? busy * IDLE_PART : gap.to - gap.from);
  const whole = gaps.reduce((sum, gap) => sum + widthOf(gap), 0) || 1;
  let left = 0;
  const stretches = gaps.map((gap) => {
    const stretch = { ...gap, left: left / whole, width: widthOf(gap) / whole };
    left += widthOf(gap);
    return stretch;
  });
  return {
    from,
    to,
    idle: gaps.filter((gap) => idle.has(gap)),
    place(time) {
      if (time <= from) return 0;
      if (time >= to) return stretches.length === 0 ? 0 : 1;
      const found = stretches[last(stretches, (stretch) => stretch.from <= time)]!;
      return found.left + (found.width * (time - found.from)) / (found.to - found.from);
    },
    timeAt(place) {
      if (stretches.length === 0 || place <= 0) return from;
      const found = stretches[last(stretches, (stretch) => stretch.left <= place)]!;
      const part = found.width === 0 ? 1 : Math.min(1, (place - found.left) / found.width);
      return found.from + part * (found.to - found.from);
    },
  };
}

function idleOf(gaps: readonly Idle[]): ReadonlySet<Idle> {
  const idle = new Set<Idle>();
  let busy = 0;
  for (const gap of gaps.toSorted((one, other) => one.to - one.from - (other.to - other.from))) {
    const length = gap.to - gap.from;
    if (busy > 0 && length > busy && length > LEAST_IDLE_MS) idle.add(gap);
    else busy += length;
  }
  return idle;
}

/** The index of the last item for which it holds; the items for which it holds come first. */
function last<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle]!)) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
