export { postgres as postgresConnection } from "./connections/postgres.ts";
export { openPostgresClient, type PostgresClient } from "./connections/postgres-client.ts";
export { builtinPack } from "./nodes/index.ts";
export { CountedAttempt } from "./host/counted-attempt.ts";
export { createActivityHost } from "./host/create-activity-host.ts";
export { createSecretResolver, type SecretResolver, type StoredSecret } from "./secrets/secret-resolver.ts";
export { readSecretProviders } from "./secrets/secrets-config.ts";
export type { SecretProvider } from "./secrets/secret-provider.ts";
export { loadNodePacks } from "./host/load-node-packs.ts";
export type { PollSource } from "./host/poll-source.ts";
export type { ActivityHost, ActivityHostOptions, FinishedSignIn, NodeActivity } from "./host/activity-host.ts";
export {
  unknownConnection,
  type ConnectionRequest,
  type FindConnection,
  type StoredConnection,
} from "./host/step-input.ts";
