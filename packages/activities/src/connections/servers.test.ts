import { createCA, createCert } from "mkcert";
import { runNode } from "@tempograph/nodes-sdk/testing";
import { createEgressFetch, createNodeConnect } from "@tempograph/nodes-sdk";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { sendEmail } from "../nodes/send-email.ts";
import { smtp } from "./smtp.ts";

const PASSWORD = "canary-password";
let ca: string;
let certificate: { readonly cert: string; readonly key: string };
const egress = createEgressFetch({ allow: ["127.0.0.1"] });
beforeAll(async () => {
  const authority = await createCA({ organization: "t", countryCode: "x", state: "x", locality: "x", validity: 1 });
  ca = authority.cert;
  certificate = await createCert({ ca: authority, domains: ["127.0.0.1", "localhost"], validity: 1 });
});
afterAll(() => egress.close());

interface Received {
  readonly from: string | false;
  readonly to: readonly string[];
  readonly text: string;
  readonly isSecure: boolean;
}
let server: SMTPServer;
let received: Received[];
afterEach(() => new Promise<void>((done) => server.close(() => done())));

async function start(options: SMTPServerOptions = {}): Promise<number> {
  received = [];
  server = new SMTPServer({
    ...certificate,
    onAuth: (auth, _session, done) =>
      auth.username === "kim" && auth.password === PASSWORD ? done(null, { user: "kim" }) : done(new Error("Invalid")),
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith("nobody") ? Object.assign(new Error("unknown"), { responseCode: 550 }) : null),
    onData(stream, session, done) {
      let text = "";
      stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        received.push({ from: mailFrom && mailFrom.address, to, text, isSecure: session.secure });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.server.address() as AddressInfo).port;
}

const fieldsOf = (port: number, more: object = {}) => ({
  host: "127.0.0.1",
  port,
  ca,
  user: "kim",
  password: PASSWORD,
  from: "Billing <billing@example.com>",
  ...more,
});
const mail = { to: ["ada@example.com", "bob@example.com"], subject: "Order", text: "On its way." };
const send = (fields: object, input: typeof mail = mail, allow = ["127.0.0.1"], signal?: AbortSignal) =>
  runNode(sendEmail, input, {
    allow,
    ...(signal && { signal }),
    retry: { maximumAttempts: 1 },
    connection: { type: smtp as never, fields: fields as never },
  });

test.each([
  ["starttls", {}],
  ["tls", { secure: true }],
])("a mail is sent with %s, and its id is made of the step's key", async (security, options) => {
  const { output, error } = await send(fieldsOf(await start(options), { security }));
  expect(error).toBeUndefined();
  expect(output).toEqual({
    messageId: "<test-key@example.com>",
    accepted: ["ada@example.com", "bob@example.com"],
    rejected: [],
  });
  expect(received).toEqual([
    { from: "billing@example.com", to: mail.to, text: expect.stringContaining("On its way."), isSecure: true },
  ]);
  expect(received[0]!.text).toContain("Message-ID: <test-key@example.com>");
});

test("a refused address is told beside those that were taken, and fails the step if it was the only one", async () => {
  const port = await start();
  const some = await send(fieldsOf(port), { ...mail, to: ["ada@example.com", "nobody@example.com"] });
  expect(some.output).toMatchObject({ accepted: ["ada@example.com"], rejected: ["nobody@example.com"] });
  const none = await send(fieldsOf(port), { ...mail, to: ["nobody@example.com"] });
  expect(none.error).toMatchObject({ code: "SMTP_FAILED", retryable: false });
});

test.each([
  ["a server without STARTTLS", { disabledCommands: ["STARTTLS"] }, {}],
  ["a certificate of an unknown authority", {}, { ca: undefined }],
  ["a certificate of another host", {}, { host: "localhost.localdomain" }],
  ["a wrong password", {}, { password: "wrong" }],
])("nothing is sent to %s", async (_, options, more) => {
  const { error } = await send(fieldsOf(await start(options as SMTPServerOptions), more), mail, [
    "127.0.0.1",
    "localhost.localdomain",
  ]);
  expect(error).toBeDefined();
  expect(JSON.stringify([error?.message, error?.hint, error?.details])).not.toContain(PASSWORD);
  expect(received).toEqual([]);
});

test("without TLS only where the connection says so", async () => {
  const port = await start({ disabledCommands: ["STARTTLS"], allowInsecureAuth: true });
  expect((await send(fieldsOf(port, { security: "none" }))).error).toBeUndefined();
  expect(received[0]?.isSecure).toBe(false);
});

test("the egress rules hold for mail servers", async () => {
  const port = await start();
  const { error } = await send(fieldsOf(port), mail, []);
  expect(error).toMatchObject({ code: "EGRESS_REFUSED", retryable: false });
  expect(received).toEqual([]);
});

test.each([
  [PASSWORD, "The mail server takes user and password."],
  ["wrong", "SMTP_FAILED"],
])("connectionTest with the password %s: %s", async (password, expected) => {
  const fields = smtp.fields.parse(fieldsOf(await start(), { password }));
  const { signal } = new AbortController();
  const context = { connect: createNodeConnect(egress.connect, signal, [smtp.hosts!(fields)!]), signal } as never;
  const outcome = await Promise.resolve(smtp.test!(context, fields)).catch((error: { code: string }) => error.code);
  expect(outcome).toBe(expected);
  expect(received).toEqual([]);
});

// The server is slow, and answers only after the step was cancelled. The connection has to be gone by then.
test.each(["starttls", "tls"])("a mail whose step is cancelled is not sent with %s", async (security) => {
  const controller = new AbortController();
  const closed = Promise.withResolvers<void>();
  const port = await start({
    secure: security === "tls",
    onClose: () => closed.resolve(),
    onRcptTo(_address, _session, done) {
      controller.abort();
      setImmediate(() => done(null));
    },
  });
  const { error } = await send(fieldsOf(port, { security }), mail, ["127.0.0.1"], controller.signal);
  expect(error?.code).toBe("CANCELLED");
  await closed.promise;
  expect(received).toEqual([]);
});

test("connectionTest ends with its time, though the server does not answer", async () => {
  const controller = new AbortController();
  const fields = smtp.fields.parse(
    fieldsOf(await start({ onAuth: () => controller.abort(new Error("time is over")) })),
  );
  const { signal } = controller;
  const context = { connect: createNodeConnect(egress.connect, signal), signal } as never;
  await expect(smtp.test!(context, fields)).rejects.toThrow("time is over");
});

test.each(["http://x", "a b", "", "host:25", "host/path", "-x.example", "a..b"])("%j is no host", (host) => {
  expect(smtp.fields.safeParse(fieldsOf(25, { host })).success).toBe(false);
});
