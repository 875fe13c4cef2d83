/** For the test of the workflow thread: a workflow that never yields the thread. */
export async function runsAway(): Promise<void> {
  for (;;);
}

/** Waits forever, at a place that a stack trace can name. */
export async function waitsHere(): Promise<void> {
  await new Promise(() => {});
}

export async function isQuick(): Promise<string> {
  await Promise.resolve();
  return "done";
}
