import { createAnswering, type FromWorker, type ToWorker } from "./messages.ts";

// The entry of the web worker: the pure packages run here, so that a large or hostile graph never freezes the page (I14).
const answer = createAnswering();
let before: Promise<unknown> = Promise.resolve();

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  before = before.then(async () => {
    const message = await answer(data);
    if (message === undefined) return;
    try {
      self.postMessage(message);
    } catch (error) {
      // A value that cannot be copied. The tasks behind it go on.
      const { name, message: text } = error as Error;
      self.postMessage({ id: message.id, error: { name, message: text } } satisfies FromWorker);
    }
  });
});
