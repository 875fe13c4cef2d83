import { expect, test } from "vitest";
import { GrpcStatus, grpcStatusOf } from "./grpc-status.ts";

test("the status of an error is its own or that of a cause", () => {
  const service = Object.assign(new Error("5 NOT_FOUND"), { code: GrpcStatus.NOT_FOUND });
  expect(grpcStatusOf(service)).toBe(5);
  expect(grpcStatusOf(new Error("Failed", { cause: new Error("Inner", { cause: service }) }))).toBe(5);
  // Postgres' and Node's errors have codes, too, but those are texts.
  expect(grpcStatusOf(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }))).toBeUndefined();
  expect(grpcStatusOf("5")).toBeUndefined();
});
