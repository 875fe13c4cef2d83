// Loaded by run.mjs into the program it starts: when run.mjs dies, however it dies, the program is asked to end.
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";

const descriptor = process.env.TEMPOGRAPH_PARENT_FD;
// The program's own children have other descriptors, and its threads share this one.
if (descriptor !== undefined && isMainThread) {
  delete process.env.TEMPOGRAPH_PARENT_FD;
  const parent = new Socket({ fd: Number(descriptor), readable: true, writable: false });
  parent.on("error", () => {});
  parent.on("close", () => process.kill(process.pid, "SIGTERM"));
  parent.resume();
  parent.unref();
}
