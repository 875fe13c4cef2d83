import { runNode } from "@tempograph/nodes-sdk/testing";
import { afterEach, expect, test } from "vitest";
import { startSmtpServer } from "../test-kit/smtp-server.ts";
import { startTestServer } from "../test-kit/test-server.ts";
import { log } from "./log.ts";
import { sendNotification } from "./send-notification.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));

test("logs by default", async () => {
  const { output, logs } = await runNode(sendNotification, { toRole: "AE", message: "New hot lead" });
  expect(output).toEqual({ channel: "log", recipients: ["AE"] });
  expect(logs).toEqual([{ level: "info", message: "Notification to AE: New hot lead", attempt: 1 }]);
});

test("mails the role's addresses and those named, with a Message-ID of the step (I5)", async () => {
  const smtp = await startSmtpServer();
  open.push(smtp);
  const config = {
    channel: "email",
    smtp: { host: "127.0.0.1", port: smtp.port, from: "flow@example.com" },
    roles: { AE: { email: "ae@example.com" } },
  };
  const run = await runNode(
    sendNotification,
    { toRole: "AE", to: ["x@example.com"], message: "New hot lead\nBcc: evil@example.com" },
    { config, idempotencyKey: "abc", allow: ["127.0.0.1"] },
  );
  expect(run.error).toBeUndefined();
  expect(run.output).toEqual({
    channel: "email",
    recipients: ["ae@example.com", "x@example.com"],
    messageId: "<abc@example.com>",
  });
  expect(smtp.mails).toHaveLength(1);
  expect(smtp.mails[0]!.to).toEqual(["ae@example.com", "x@example.com"]);
  expect(smtp.mails[0]!.data).toMatch(/^Subject: New hot lead$/m);
  expect(smtp.mails[0]!.data).toContain("<abc@example.com>");
});

test("a mailbox that does not exist is permanent, a busy server is not, and no password is told", async () => {
  const smtp = await startSmtpServer((recipient) => (recipient.startsWith("busy") ? "451 later" : "550 no such user"));
  open.push(smtp);
  const config = { smtp: { host: "127.0.0.1", port: smtp.port, from: "flow@example.com" } };
  const mail = (to: string) =>
    runNode(sendNotification, { to, message: "x", channel: "email" }, { config, allow: ["127.0.0.1"] });
  expect((await mail("gone@example.com")).error).toMatchObject({ code: "SMTP_FAILED", retryable: false });
  expect((await mail("busy@example.com")).attempts).toHaveLength(3);
  const down = await runNode(
    sendNotification,
    { to: "a@example.com", message: "x", channel: "email" },
    {
      config: { smtp: { host: "127.0.0.1", port: 9, from: "f@example.com", user: "u", password: "hunter2" } },
      allow: ["127.0.0.1"],
    },
  );
  expect(down.error).toMatchObject({ code: "NETWORK_ERROR", retryable: true });
  expect(JSON.stringify([down.error!.message, down.attempts, down.logs])).not.toContain("hunter2");
});

test("a mail server is reached under the egress rules (I11), and gets no mail of a step that is cancelled", async () => {
  const controller = new AbortController();
  const smtp = await startSmtpServer(() => {
    controller.abort();
    return "250 ok";
  });
  open.push(smtp);
  const config = { smtp: { host: "127.0.0.1", port: smtp.port, from: "flow@example.com" } };
  const input = { to: "a@example.com", message: "x", channel: "email" } as const;
  expect((await runNode(sendNotification, input, { config })).error).toMatchObject({
    code: "EGRESS_REFUSED",
    retryable: false,
  });
  const options = { config, allow: ["127.0.0.1"], signal: controller.signal };
  expect((await runNode(sendNotification, input, options)).error).toMatchObject({ code: "CANCELLED" });
  await smtp.close();
  expect(smtp.mails).toEqual([]);
});

test("posts to the role's webhook, under the egress rules, and keeps its URL to itself", async () => {
  const server = await startTestServer(
    (_, response, count) => void response.writeHead(count === 1 ? 200 : 404).end("ok"),
  );
  open.push(server);
  const config = {
    channel: "chat",
    roles: { AE: { chat: `${server.url}/services/s3cret` } },
    chat: { field: "content" },
  };
  const options = { config, allow: ["127.0.0.1"], idempotencyKey: "k" };
  expect((await runNode(sendNotification, { toRole: "AE", message: "hi" }, options)).output).toEqual({
    channel: "chat",
    recipients: ["AE"],
  });
  expect(server.requests[0]).toMatchObject({
    method: "POST",
    body: '{"content":"[AE] hi"}',
    headers: { "idempotency-key": "k" },
  });
  const gone = await runNode(sendNotification, { toRole: "AE", message: "hi" }, options);
  expect(gone.error).toMatchObject({ code: "HTTP_STATUS", retryable: false });
  const refused = await runNode(sendNotification, { toRole: "AE", message: "hi" }, { config });
  expect(refused.error).toMatchObject({ code: "EGRESS_REFUSED" });
  for (const { error } of [gone, refused])
    expect(`${error!.message}${JSON.stringify(error!.details)}`).not.toContain("s3cret");
});

test("what is not configured says how to", async () => {
  const errorOf = async (input: object, config = {}) =>
    (await runNode(sendNotification, { message: "x", ...input }, { config })).error;
  expect(await errorOf({ channel: "chat" })).toMatchObject({
    code: "CHANNEL_NOT_CONFIGURED",
    hint: expect.stringContaining("chat"),
  });
  expect(await errorOf({ channel: "email", to: "a@b.c" })).toMatchObject({ code: "CHANNEL_NOT_CONFIGURED" });
  expect(await errorOf({ channel: "email", toRole: "constructor" })).toMatchObject({
    code: "RECIPIENT_UNKNOWN",
    hint: expect.stringContaining("roles"),
  });
});

test("log writes at its level, with fields", async () => {
  const { logs, output } = await runNode(log, { message: "m", level: "warn", fields: { a: 1, apiKey: "k" } });
  expect(output).toBeNull();
  expect(logs).toEqual([{ level: "warn", message: "m", fields: { a: 1, apiKey: "[redacted]" }, attempt: 1 }]);
});
