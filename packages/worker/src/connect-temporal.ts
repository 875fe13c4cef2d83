import { NativeConnection } from "@temporalio/worker";
import { retry, type Logger, type TemporalConnectionOptions } from "@tempograph/runtime";

/** Connects to Temporal and waits while the server is away. In the meantime events wait in Postgres (I4). */
export function connectTemporal(options: TemporalConnectionOptions, logger: Logger): Promise<NativeConnection> {
  return retry(() => NativeConnection.connect(options), {
    ...{ minMs: 250, maxMs: 5_000, isPassing: () => true },
    onRetry: (error, attempt) =>
      logger.warn(
        { address: options.address, attempt, error: (error as Error).message, ...hintOf(error as Error, options) },
        "Temporal does not answer; trying again",
      ),
  });
}

/** The connection's own errors name neither TLS nor a setting. */
function hintOf({ message }: Error, { tls }: TemporalConnectionOptions): { readonly hint?: string } {
  if (message.includes("InvalidContentType"))
    return {
      hint: "The server speaks no TLS at this address. Leave TEMPORAL_TLS and the certificates out, or check the port.",
    };
  if (message.includes("InvalidCertificate"))
    return {
      hint: "The server's certificate is not trusted. Name its authority in TEMPORAL_TLS_SERVER_CA_CERT_PATH, and the name in the certificate in TEMPORAL_TLS_SERVER_NAME.",
    };
  if (!tls && message.includes("BrokenPipe"))
    return { hint: "The server ended the connection. If it wants TLS, set TEMPORAL_TLS=true." };
  return {};
}
