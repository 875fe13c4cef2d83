import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

/** A server that lets nobody in and repeats in its refusal what it was sent, as careless servers do. */
export interface RefusingServer {
  readonly port: number;
  /** How many logins it has refused. */
  refused(): number;
  close(): void;
}

/** A mail server whose answer to a login is what it was sent, encoded and decoded. */
export function refusingMailServer(onLogin: (sent: string) => void): Promise<RefusingServer> {
  return start((socket, refuse) => {
    socket.write("220 careless ESMTP\r\n");
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n").filter(Boolean)) {
        const login = /^AUTH PLAIN (.+)$/i.exec(line)?.[1];
        if (login === undefined) {
          socket.write(/^EHLO/i.test(line) ? "250-careless\r\n250 AUTH PLAIN\r\n" : "250 ok\r\n");
          continue;
        }
        const [, user, password] = Buffer.from(login, "base64").toString().split("\0");
        const repeated = `Bearer ${password!} of ${user!} (${login}) is wrong`;
        onLogin(repeated);
        refuse();
        socket.write(`535 5.7.8 ${repeated}\r\n`);
      }
    });
  });
}

/** A database that asks for the password in the clear and repeats it. */
export function refusingPostgres(onLogin: (sent: string) => void): Promise<RefusingServer> {
  return start((socket, refuse) => {
    socket.once("data", () => {
      socket.write(message("R", Buffer.from([0, 0, 0, 3])));
      socket.once("data", (chunk) => {
        const password = chunk.subarray(5, -1).toString();
        const repeated = `password=${password} (${encodeURIComponent(password)}) is wrong`;
        onLogin(repeated);
        refuse();
        const fields = `SFATAL\0VFATAL\0C28P01\0M${repeated}\0D${repeated}\0\0`;
        socket.end(message("E", Buffer.from(fields)));
      });
    });
  });
}

/** A message of Postgres' protocol: a type, the length, the content. */
function message(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
}

async function start(serve: (socket: Socket, refuse: () => void) => void): Promise<RefusingServer> {
  let refused = 0;
  const server: Server = createServer((socket) => {
    socket.on("error", () => undefined);
    serve(socket, () => void (refused += 1));
  });
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
  return { port: (server.address() as AddressInfo).port, refused: () => refused, close: () => void server.close() };
}
