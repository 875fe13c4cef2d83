// The workflow itself is loaded by the worker's bundler from `@tempograph/interpreter/workflow`.
export type { TraceSinks } from "./trace-sink.ts";
