export { errorCodes, exitCodes, type ErrorCategory, type ErrorCode } from "./app/error-codes.ts";
export { readConfig, usage, type ApiConfig } from "./config.ts";
export { printSdl } from "./graphql/schema.ts";
export { openApiDocument } from "./rest/openapi.ts";
export { startApi, type RunningApi } from "./start-api.ts";
