import { expect, test } from "vitest";
import { GrpcStatus, grpcStatusOf } from "./grpc-status.ts";

test("the gRPC status of an error is its own code or that of one of its causes", () => {
  const service = Object.assign(new Error("5 NOT_FOUND"), { code: GrpcStatus.NOT_FOUND });
  expect(grpcStatusOf(service)).toBe(5);
  expect(grpcStatusOf(new Error("Failed", { cause: new Error("Inner", { cause: service }) }))).toBe(5);
  // Errors of Postgres and Node.js have codes, too, but those are texts.
  expect(grpcStatusOf(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }))).toBeUndefined();
  expect(grpcStatusOf("5")).toBeUndefined();
});
