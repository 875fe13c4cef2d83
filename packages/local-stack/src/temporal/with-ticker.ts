/** Waits for `work`, calling `tick` with the elapsed whole seconds every five seconds meanwhile. */
export async function withTicker<T>(work: Promise<T>, tick: (elapsedSeconds: number) => void): Promise<T> {
  const begun = Date.now();
  const timer = setInterval(() => tick(Math.round((Date.now() - begun) / 1000)), 5_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
