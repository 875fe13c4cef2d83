import { parentPort } from "node:worker_threads";
import { createAnswering, type ToWorker } from "../messages.ts";

// The entry of the worker as a thread of Node.js, for tests.
const answer = createAnswering();
parentPort?.on("message", (message: ToWorker) => {
  void answer(message).then((reply) => reply && parentPort?.postMessage(reply));
});
