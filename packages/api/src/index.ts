export { readConfig, usage, type ApiConfig } from "./config.ts";
export { printSdl } from "./graphql/schema.ts";
export { startApi, type RunningApi } from "./start-api.ts";
