export interface LeaseOptions {
  /** How long the lease lasts after it was taken or renewed, in ms, on the database's clock. */
  readonly leaseMs: number;
  /** Renews the lease for another `leaseMs`; false where another process has it by now. */
  readonly renew: () => Promise<boolean>;
}

/** A lease that this process took just before, and keeps. */
export interface HeldLease {
  /** Aborts when the lease is lost. Whoever works under the lease has to stop then. */
  readonly signal: AbortSignal;
  /** Renews now, beside the regular renewals; false where the lease is lost. */
  renew(): Promise<boolean>;
  /** Renews no more. Giving the lease back is the caller's. */
  stop(): void;
}

/**
 * Renews a lease three times within `leaseMs`, however long the work takes. A renewal that fails because the database is
 * away does not lose the lease; only when `leaseMs` have passed since the last one that succeeded, it counts as lost,
 * because another process may have it.
 */
export function holdLease({ leaseMs, renew }: LeaseOptions): HeldLease {
  const lost = new AbortController();
  let renewedAt = performance.now();

  async function renewNow(): Promise<boolean> {
    // Counted from before the call, because the database's clock starts somewhere within it.
    const from = performance.now();
    if (await renew()) renewedAt = from;
    else lost.abort();
    return !lost.signal.aborted;
  }

  const timer = setInterval(() => {
    if (performance.now() - renewedAt >= leaseMs) lost.abort();
    else renewNow().catch(() => {});
  }, leaseMs / 3).unref();
  lost.signal.addEventListener("abort", () => clearInterval(timer));
  return { signal: lost.signal, renew: renewNow, stop: () => clearInterval(timer) };
}
