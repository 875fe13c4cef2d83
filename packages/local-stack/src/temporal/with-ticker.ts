/** Waits for `work`, calling `tick` every two seconds meanwhile. */
export async function withTicker<T>(work: Promise<T>, tick: () => void): Promise<T> {
  const timer = setInterval(tick, 2_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
