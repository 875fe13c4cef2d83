// run.mjs loads this module into the program that it starts. When run.mjs ends, in whatever way, the program gets SIGTERM.
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";

const descriptor = process.env.TEMPOGRAPH_PARENT_FD;
// Children of the program do not inherit the descriptor. Its threads share it, so only the main thread watches it.
if (descriptor !== undefined && isMainThread) {
  delete process.env.TEMPOGRAPH_PARENT_FD;
  const parent = new Socket({ fd: Number(descriptor), readable: true, writable: false });
  parent.on("error", () => {});
  parent.on("close", () => process.kill(process.pid, "SIGTERM"));
  parent.resume();
  parent.unref();
}
