import { expect, test } from "vitest";
import { readBody } from "./read-body.ts";

const read = async (contentType: string | undefined, body: string | Buffer, headers = {}) =>
  await readBody({
    method: "POST",
    headers: { ...(contentType !== undefined && { "content-type": contentType }), ...headers },
    query: {},
    body: Buffer.from(body),
  });

test.each<[string, string | undefined, string | Buffer, unknown]>([
  ["JSON", "application/json", '{"a":[1]}', { a: [1] }],
  ["JSON of a kind of its own", "application/vnd.github+json; charset=utf-8", "7", 7],
  ["a form", "application/x-www-form-urlencoded", "a=1&b=x+y&b=%C3%A4", { a: "1", b: ["x y", "ä"] }],
  [
    "a form with a field __proto__",
    "application/x-www-form-urlencoded",
    "__proto__=1",
    JSON.parse('{"__proto__":"1"}'),
  ],
  ["text", "text/plain", "hello", "hello"],
  ["text in latin1", "text/plain; charset=iso-8859-1", Buffer.from([0xe4]), "ä"],
  ["XML", "application/soap+xml", "<a/>", "<a/>"],
  ["JSON without a type", undefined, "[true]", [true]],
  ["text without a type", undefined, "hello {", "hello {"],
  ["nothing", "application/json", "", null],
])("reads %s", async (_, contentType, body, expected) => {
  expect(await read(contentType, body)).toEqual({ body: expected, files: [] });
});

test("a form with files has its fields in the body, and the files apart", async () => {
  const form = new FormData();
  form.append("name", "Ada");
  form.append("cv", new File(["%PDF"], "cv.pdf", { type: "application/pdf" }));
  form.append("photo", new File([], "", { type: "application/octet-stream" }));
  const sent = new Response(form);
  const contentType = sent.headers.get("content-type")!;
  expect(await read(contentType, Buffer.from(await sent.arrayBuffer()))).toEqual({
    body: { name: "Ada" },
    files: [{ field: "cv", name: "cv.pdf", mediaType: "application/pdf", bytes: Buffer.from("%PDF") }],
  });
});

test("any other type is a file", async () => {
  expect(await read("image/png", "\u0089PNG")).toEqual({
    body: null,
    files: [{ field: "body", name: "body", mediaType: "image/png", bytes: Buffer.from("\u0089PNG") }],
  });
});

test.each<[string, string | undefined, string | Buffer, object, string, number]>([
  ["what is declared as JSON and is none", "application/json", "{", {}, "JSON_SYNTAX", 400],
  ["bytes that are no UTF-8", "application/json", Buffer.from([0xff]), {}, "INVALID_INPUT", 400],
  ["an unknown charset", "text/plain; charset=klingon", "x", {}, "UNSUPPORTED_MEDIA_TYPE", 415],
  ["a compressed body", "application/json", "{}", { "content-encoding": "gzip" }, "UNSUPPORTED_MEDIA_TYPE", 415],
  ["a NUL", "text/plain", "a\u0000", {}, "INVALID_INPUT", 400],
  ["a NUL in a form", "application/x-www-form-urlencoded", "a=%00", {}, "INVALID_INPUT", 400],
  ["a multipart form without a boundary", "multipart/form-data", "x", {}, "INVALID_INPUT", 400],
  ["a multipart form that breaks off", "multipart/form-data; boundary=b", "--b\r\n", {}, "INVALID_INPUT", 400],
  [
    "a form of very many fields",
    "application/x-www-form-urlencoded",
    "a&".repeat(300_000),
    {},
    "PAYLOAD_TOO_LARGE",
    413,
  ],
  [
    "a multipart form that breaks off within a file",
    "multipart/form-data; boundary=b",
    '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nabc',
    {},
    "INVALID_INPUT",
    400,
  ],
  ["JSON nested too deep", "application/json", "[".repeat(5_000), {}, "INVALID_INPUT", 400],
])("refuses %s", async (_, contentType, body, headers, code, status) => {
  expect(await read(contentType, body, headers)).toMatchObject({ refused: { code, status } });
});

test("refuses a form of more than 100 parts", async () => {
  const form = new FormData();
  for (let index = 0; index <= 100; index++) form.append(`f${index}`, "x");
  const sent = new Response(form);
  const read101 = await read(sent.headers.get("content-type")!, Buffer.from(await sent.arrayBuffer()));
  expect(read101).toMatchObject({ refused: { code: "PAYLOAD_TOO_LARGE" } });
});

test("a form with more than 100 parts is refused before the rest of it is looked at", async () => {
  const part = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nv\r\n';
  const contentType = "multipart/form-data; boundary=b";
  expect(await read(contentType, `${part.repeat(20_000)}no end`)).toMatchObject({ refused: { status: 413 } });
});

test("a file keeps its bytes, however many there are", async () => {
  const bytes = Buffer.alloc(300_000, "0123456789\r\n--");
  const body = Buffer.concat([
    Buffer.from('--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'),
    bytes,
    Buffer.from("\r\n--b--\r\n"),
  ]);
  const given = await read("multipart/form-data; boundary=b", body);
  expect("files" in given && given.files[0]!.bytes.equals(bytes)).toBe(true);
});
