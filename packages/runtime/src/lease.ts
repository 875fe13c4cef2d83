export interface LeaseOptions {
  /** How long the lease lasts after it was taken or renewed, in ms, on the database's clock. */
  readonly leaseMs: number;
  /** Renews the lease for another `leaseMs`; false if another process has taken it. */
  readonly renew: () => Promise<boolean>;
}

/** A lease that this process has just taken and keeps renewing. */
export interface HeldLease {
  /** Aborts when the lease is lost. Whoever works under the lease has to stop then. */
  readonly signal: AbortSignal;
  /** Renews the lease now, in addition to the regular renewals; false if the lease is lost. */
  renew(): Promise<boolean>;
  /** Ends the renewals. The caller has to release the lease. */
  stop(): void;
}

/**
 * Renews a lease three times within `leaseMs` until `stop` is called. If a renewal fails because the database is away, the lease
 * is not lost at once. It counts as lost when `leaseMs` have passed since the last successful renewal, because another process
 * may have taken it by then.
 */
export function holdLease({ leaseMs, renew }: LeaseOptions): HeldLease {
  const lost = new AbortController();
  let renewedAt = performance.now();

  async function renewNow(): Promise<boolean> {
    // Count from before the call, because the database sets the new end at some moment within it.
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
