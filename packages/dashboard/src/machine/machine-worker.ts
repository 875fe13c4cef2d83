import { createAnswering, type ToWorker } from "./messages.ts";

// The entry of the web worker: the pure packages run here, so that a large or hostile graph never freezes the page (I14).
const answer = createAnswering();
let before: Promise<unknown> = Promise.resolve();

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  before = before.then(async () => {
    const message = await answer(data);
    if (message !== undefined) self.postMessage(message);
  });
});
