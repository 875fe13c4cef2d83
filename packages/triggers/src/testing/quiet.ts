import type { Logger } from "@tempograph/runtime";

/** A log that nobody reads. */
export const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };
