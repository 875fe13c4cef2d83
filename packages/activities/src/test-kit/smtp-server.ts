import { createServer, type AddressInfo } from "node:net";

export interface SmtpServer {
  readonly port: number;
  readonly mails: readonly { readonly to: readonly string[]; readonly data: string }[];
  close(): Promise<void>;
}

/** Speaks as much SMTP as a mailer needs, on loopback. `answerTo` may refuse a recipient with a reply of its own. */
export async function startSmtpServer(answerTo: (recipient: string) => string = () => "250 ok"): Promise<SmtpServer> {
  const mails: { to: string[]; data: string }[] = [];
  const server = createServer((socket) => {
    let to: string[] = [];
    let data: string | undefined;
    let rest = "";
    socket.on("error", () => undefined).write("220 test ESMTP\r\n");
    socket.on("data", (chunk) => {
      const lines = (rest + chunk.toString()).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) socket.write(reply(line));
    });
    const reply = (line: string): string => {
      if (data !== undefined) {
        if (line !== ".") {
          data += `${line}\n`;
          return "";
        }
        mails.push({ to, data });
        [to, data] = [[], undefined];
        return "250 queued\r\n";
      }
      const recipient = /^RCPT TO:<(.*?)>/i.exec(line)?.[1];
      if (recipient !== undefined) {
        to.push(recipient);
        return `${answerTo(recipient)}\r\n`;
      }
      if (/^DATA/i.test(line)) {
        data = "";
        return "354 go on\r\n";
      }
      return /^QUIT/i.test(line) ? "221 bye\r\n" : "250 ok\r\n";
    };
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    close: () => new Promise((done) => server.close(() => done())),
  };
}
