export { freePort } from "@tempograph/local-stack";
export { createTestDatabase, type TestDatabase } from "./create-test-database.ts";
export { createTestNamespace, type TestNamespaceOptions } from "./create-test-namespace.ts";
export type { ProvidedPostgres, ProvidedTemporal } from "./provided-context.ts";
export { temporalAddress } from "./temporal-address.ts";
export { startTemporalOverTls, type TemporalOverTls } from "./temporal-over-tls.ts";
export { uniqueTaskQueue } from "./unique-task-queue.ts";
export { whileLocked } from "./while-locked.ts";
export { waitFor, type WaitForOptions } from "./wait-for.ts";
