import { expect, test } from "vitest";
import { GrpcStatus, grpcStatusOf, isUnknownExecution } from "./grpc-status.ts";

test("the gRPC status of an error is its own code or that of one of its causes", () => {
  const service = Object.assign(new Error("5 NOT_FOUND"), { code: GrpcStatus.NOT_FOUND });
  expect(grpcStatusOf(service)).toBe(5);
  expect(grpcStatusOf(new Error("Failed", { cause: new Error("Inner", { cause: service }) }))).toBe(5);
  // Errors of Postgres and Node.js have codes, too, but those are texts.
  expect(grpcStatusOf(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }))).toBeUndefined();
  expect(grpcStatusOf("5")).toBeUndefined();
});

test("a missing namespace is not taken for an unknown execution, although Temporal gives both the same status", () => {
  const notFound = (type: string) => {
    const details = Buffer.from(`type.googleapis.com/temporal.api.errordetails.v1.${type}`);
    return Object.assign(new Error(), { code: GrpcStatus.NOT_FOUND, metadata: { get: () => [details] } });
  };
  expect(isUnknownExecution(notFound("NotFoundFailure"))).toBe(true);
  expect(isUnknownExecution(notFound("NamespaceNotFoundFailure"))).toBe(false);
  expect(isUnknownExecution(Object.assign(new Error(), { code: GrpcStatus.UNAVAILABLE }))).toBe(false);
});
