import { expect, test } from "vitest";
import { createClient, TempographError } from "./index.ts";
import { json, problem, startServer } from "./test-kit/start-server.ts";

const caught = async (call: Promise<unknown>): Promise<TempographError> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TempographError);
  return error as TempographError;
};

test("a refusal is an error with code, place and hint", async () => {
  const { url, seen } = await startServer((_, response) => problem(response, 404, "NOT_FOUND"));
  const error = await caught(createClient({ url }).workflow({ id: "wf_1" }));
  expect(error).toMatchObject({ code: "NOT_FOUND", status: 404, path: "/id", hint: "Wait.", message: "No." });
  expect(error.category).toBe("notFound");
  expect(seen).toHaveLength(1);
});

test("a query is sent again when the API is away, a mutation with a key too, with the same key", async () => {
  const { url, seen } = await startServer((_, response, count) =>
    count % 3 === 0
      ? json(response, { id: "evt_1", deduplicated: false })
      : problem(response, 503, "DATABASE_UNAVAILABLE"),
  );
  const client = createClient({ url });
  await client.event({ id: "evt_1" });
  expect(seen).toHaveLength(3);
  await client.eventSend({ type: "t", data: {} });
  expect(seen).toHaveLength(6);
  const keys = seen.slice(3).map(({ headers }) => headers["idempotency-key"]);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toBeDefined();
});

test("a mutation without a key is sent once, whatever happens to it", async () => {
  const { url, seen } = await startServer((request, response, count) =>
    count === 1 ? problem(response, 503, "DATABASE_UNAVAILABLE") : request.socket.destroy(),
  );
  const client = createClient({ url });
  expect(await caught(client.executionCancel({ id: "exe_1" }))).toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  expect(await caught(client.executionCancel({ id: "exe_1" }))).toMatchObject({ code: "API_UNREACHABLE" });
  expect(seen).toHaveLength(2);
});

test("what was refused for its rate is sent again, unless the server asks for a long wait", async () => {
  const { url, seen } = await startServer((_, response, count) => {
    if (count === 1) problem(response, 429, "TOO_MANY_REQUESTS", { "retry-after": "0" });
    else if (count === 2) json(response, { id: "exe_1" });
    else problem(response, 429, "QUOTA_EXCEEDED", { "retry-after": "3600" });
  });
  const client = createClient({ url });
  await client.executionCancel({ id: "exe_1" });
  expect(seen).toHaveLength(2);
  expect(await caught(client.executionCancel({ id: "exe_1" }))).toMatchObject({ retryAfterS: 3600 });
  expect(seen).toHaveLength(3);
});

test("an answer that is not from Tempograph, and none at all, are told apart from refusals", async () => {
  const { url } = await startServer((_, response, count) => {
    if (count === 1) response.writeHead(404, { "content-type": "text/html" }).end("<p>no</p>");
    else if (count === 2) response.writeHead(200, { "content-type": "text/html" }).end("<p>hello</p>");
  });
  const client = createClient({ url, retries: 0 });
  expect(await caught(client.viewer())).toMatchObject({ code: "API_UNREACHABLE", status: 404 });
  expect(await caught(client.viewer())).toMatchObject({ code: "API_UNREACHABLE", status: 200 });
  expect(await caught(client.viewer({}, { timeoutMs: 50 }))).toMatchObject({ code: "API_TIMEOUT", retryable: true });
});

test("the time for an answer may be a fraction of a millisecond more, or without an end", async () => {
  const { url } = await startServer((_, response) => void setTimeout(() => json(response, { name: "ada" }), 20));
  for (const timeoutMs of [1_004.999, 2 ** 31, Infinity])
    expect(await createClient({ url, timeoutMs, retries: 0 }).viewer()).toEqual({ name: "ada" });
});

test("a call that the caller gives up throws the caller's reason, also while it waits for another attempt", async () => {
  const { url } = await startServer((_, response) =>
    problem(response, 503, "DATABASE_UNAVAILABLE", { "retry-after": "20" }),
  );
  const reason = new Error("enough");
  const leaving = new AbortController();
  const call = createClient({ url }).viewer({}, { signal: leaving.signal });
  setTimeout(() => leaving.abort(reason), 50);
  await expect(call).rejects.toBe(reason);
});
