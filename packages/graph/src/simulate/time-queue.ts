interface Entry<T> {
  readonly at: number;
  readonly order: number;
  readonly item: T;
}

/** A priority queue of virtual times (binary heap). Entries with the same time come out in the order in which they were added. */
export class TimeQueue<T> {
  readonly #heap: Entry<T>[] = [];
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest time; null if the queue is empty. */
  get nextAt(): number | null {
    return this.#heap[0]?.at ?? null;
  }

  add(at: number, item: T): void {
    const heap = this.#heap;
    heap.push({ at, order: this.#order, item });
    this.#order += 1;
    let index = heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(heap[index]!, heap[parent]!)) break;
      swap(heap, index, parent);
      index = parent;
    }
  }

  /** Removes and returns all entries with the earliest time. The queue must not be empty. */
  takeMoment(): { readonly at: number; readonly items: readonly T[] } {
    const first = this.#take();
    const items = [first.item];
    while (this.#heap.length > 0 && this.#heap[0]!.at === first.at) items.push(this.#take().item);
    return { at: first.at, items };
  }

  #take(): Entry<T> {
    const heap = this.#heap;
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return top;
    heap[0] = last;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      let least = index;
      for (const child of [left, left + 1]) {
        if (child < heap.length && before(heap[child]!, heap[least]!)) least = child;
      }
      if (least === index) return top;
      swap(heap, index, least);
      index = least;
    }
  }
}

function before<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function swap<T>(heap: Entry<T>[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b]!, heap[a]!];
}
