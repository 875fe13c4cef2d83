/** Who holds a lock, or waits for it: an execution with the path of its lock node. */
export interface LockOwner {
  readonly executionId: string;
  readonly path: string;
}

interface Lock {
  holders: LockOwner[];
  queue: LockOwner[];
}

/** Locks of local executions. They are granted in the order of requests; a lock inside the body of a lock with the same key is granted at once. */
export class LockTable {
  readonly #locks = new Map<string, Lock>();
  readonly #grant: (owner: LockOwner) => void;

  /** `grant` is called for a waiting owner when it gets the lock. */
  constructor(grant: (owner: LockOwner) => void) {
    this.#grant = grant;
  }

  /** False if the lock is taken; the owner is then in the queue. */
  acquire(key: string, owner: LockOwner): boolean {
    const lock = this.#locks.get(key) ?? { holders: [], queue: [] };
    this.#locks.set(key, lock);
    const granted = lock.holders.length === 0 || lock.holders.some((holder) => isInside(owner, holder));
    (granted ? lock.holders : lock.queue).push(owner);
    return granted;
  }

  /** Releases the lock, or removes the owner from its queue. */
  release(key: string, owner: LockOwner): void {
    this.#drop(key, (one) => one.executionId === owner.executionId && one.path === owner.path);
  }

  /** An execution has ended. */
  free(executionId: string): void {
    for (const key of this.#locks.keys()) this.#drop(key, (one) => one.executionId === executionId);
  }

  #drop(key: string, isGone: (owner: LockOwner) => boolean): void {
    const lock = this.#locks.get(key);
    if (lock === undefined) return;
    lock.holders = lock.holders.filter((one) => !isGone(one));
    lock.queue = lock.queue.filter((one) => !isGone(one));
    if (lock.holders.length > 0) return;
    const next = lock.queue.shift();
    if (next === undefined) {
      this.#locks.delete(key);
      return;
    }
    lock.holders.push(next);
    this.#grant(next);
  }
}

function isInside(owner: LockOwner, holder: LockOwner): boolean {
  const { executionId, path } = holder;
  return owner.executionId === executionId && (owner.path === path || owner.path.startsWith(`${path}/`));
}
