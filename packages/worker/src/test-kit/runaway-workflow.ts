/** For the test of the workflow thread: never gives the thread back. */
export async function runsAway(): Promise<void> {
  for (;;);
}

/** Waits for ever, at a place that a stack trace can name. */
export async function waitsHere(): Promise<void> {
  await new Promise(() => {});
}

export async function isQuick(): Promise<string> {
  await Promise.resolve();
  return "done";
}
