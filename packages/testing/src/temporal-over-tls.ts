import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createSecureServer, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCA, createCert } from "mkcert";
import { temporalAddress } from "./temporal-address.ts";

export type TemporalOverTls = {
  /** host:port of the TLS endpoint. */
  readonly address: string;
  /** Paths of PEM files. The server's certificate is for `temporal.test` and not for its address. */
  readonly files: Readonly<Record<"ca" | "clientCert" | "clientKey" | "otherCa" | "otherCert" | "otherKey", string>>;
  /** The paths of the gRPC calls that were let through, such as `/temporal.api.workflowservice.v1.WorkflowService/GetSystemInfo`. */
  readonly calls: readonly string[];
  stop(): Promise<void>;
};

/** gRPC's status UNAUTHENTICATED. */
const UNAUTHENTICATED = "16";

/**
 * An endpoint that speaks TLS in front of the run's Temporal server, as a secured cluster and Temporal Cloud do. It can demand a
 * certificate of the client that its authority has signed (mTLS), and an API key.
 */
export async function startTemporalOverTls(
  demands: { readonly clientCertificate?: boolean; readonly apiKey?: string } = {},
): Promise<TemporalOverTls> {
  const [ca, otherCa] = await Promise.all([authority(), authority()]);
  const [server, client, other] = await Promise.all([
    createCert({ ca, domains: ["temporal.test"], validity: 1 }),
    createCert({ ca, domains: ["client.test"], validity: 1 }),
    createCert({ ca: otherCa, domains: ["client.test"], validity: 1 }),
  ]);
  const folder = mkdtempSync(join(tmpdir(), "tempograph-tls-"));
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };

  const upstream = connect(`http://${temporalAddress()}`);
  upstream.on("error", () => {});
  const calls: string[] = [];
  const endpoint = createSecureServer({
    key: server.key,
    cert: server.cert,
    ...(demands.clientCertificate === true && { ca: ca.cert, requestCert: true, rejectUnauthorized: true }),
  });
  const sessions = new Set<{ destroy(): void }>();
  endpoint.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
    session.on("error", () => {});
  });
  endpoint.on("stream", (stream, headers) => {
    stream.on("error", () => {});
    if (demands.apiKey !== undefined && headers.authorization !== `Bearer ${demands.apiKey}`) {
      stream.respond(
        { ":status": 200, "content-type": "application/grpc", "grpc-status": UNAUTHENTICATED },
        { endStream: true },
      );
      return;
    }
    calls.push(String(headers[":path"]));
    forward(stream, headers);
  });

  function forward(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const request = upstream.request({ ...headers, ":scheme": "http", ":authority": temporalAddress() });
    let trailers: IncomingHttpHeaders = {};
    request.on("response", (answer, flags) => {
      if (stream.closed) return;
      const endStream = (flags & END_STREAM) !== 0;
      stream.respond(answer, { endStream, waitForTrailers: !endStream });
    });
    request.on("trailers", (received) => (trailers = received));
    stream.on("wantTrailers", () => stream.sendTrailers(trailers));
    request.on("error", () => stream.close());
    stream.on("close", () => request.close());
    stream.pipe(request).pipe(stream);
  }

  endpoint.listen(0, "127.0.0.1");
  await once(endpoint, "listening");
  return {
    address: `127.0.0.1:${(endpoint.address() as AddressInfo).port}`,
    files: {
      ca: file("ca.pem", ca.cert),
      clientCert: file("client.pem", client.cert),
      clientKey: file("client.key", client.key),
      otherCa: file("other-ca.pem", otherCa.cert),
      otherCert: file("other.pem", other.cert),
      otherKey: file("other.key", other.key),
    },
    calls,
    async stop() {
      for (const session of sessions) session.destroy();
      upstream.destroy();
      await new Promise((resolve) => endpoint.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

/** The flag of an HTTP/2 frame after which no other frame follows. */
const END_STREAM = 0x1;

const authority = () =>
  createCA({ organization: "Test", countryCode: "DE", state: "Test", locality: "Test", validity: 1 });
