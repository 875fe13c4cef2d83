export { createClient, type ClientOptions } from "./create-client.ts";
export type {
  CallOptions,
  Client,
  FollowOptions,
  Input,
  Item,
  ListName,
  OperationName,
  Output,
  StreamName,
} from "./client-types.ts";
export { errorCodes, exitCodes } from "./generated/error-codes.ts";
export { TempographError, type ErrorCategory, type GraphProblem } from "./tempograph-error.ts";
