import type { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import type { Client } from "pg";
import { formatLsn, type Lsn } from "./lsn.ts";

/** What the server sends: a message of its output plugin, or word of how far it is. */
export type Received =
  | { readonly kind: "message"; readonly lsn: Lsn; readonly bytes: Buffer }
  | { readonly kind: "keepalive"; readonly walEnd: Lsn };

/** What node-postgres has for COPY in both directions, and does not describe in its types. */
interface CopyConnection extends EventEmitter {
  readonly stream: Socket;
  sendCopyFromChunk(chunk: Buffer): void;
}

export interface ReplicationStream {
  /** All that came since the last call, or the next that comes. Rejects when the connection broke or the server refused. */
  receive(): Promise<readonly Received[]>;
  /** Everything before this position has become events. The server may throw it away. */
  acknowledge(position: Lsn): void;
  close(): void;
}

/** Bytes that wait to be received. When there are more, the socket is not read, and the server waits. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;
const STATUS_MS = 5_000;
/** The server answers each status with a sign of life. After so long without one, the connection counts as broken. */
const SILENT_MS = 60_000;
/** Microseconds from 1970 to 2000, where Postgres begins to count. */
const POSTGRES_EPOCH = 946_684_800_000_000n;

/**
 * Starts the replication of a slot on a connection that was opened for it (`replication: "database"`).
 *
 * A position is acknowledged exactly as Postgres means it: the first byte that is still needed. pg-logical-replication acknowledges one
 * byte more, and can so lose a transaction whose commit follows at once; only its reading of messages is used.
 */
export function startReplication(client: Client, slot: string, publication: string): ReplicationStream {
  const connection = (client as unknown as { readonly connection: CopyConnection }).connection;
  let waiting: Received[] = [];
  let waitingBytes = 0;
  let confirmed: Lsn = 0n;
  let failure: Error | undefined;
  let heardAt = performance.now();
  let wake: (() => void) | undefined;

  const changed = (): void => {
    wake?.();
    wake = undefined;
  };
  const fail = (error: unknown): void => {
    failure ??= error instanceof Error ? error : new Error(String(error));
    clearInterval(timer);
    changed();
  };
  const sendStatus = (): void => {
    if (failure === undefined) connection.sendCopyFromChunk(statusMessage(confirmed));
  };
  const isPaused = (): boolean => waitingBytes > MOST_WAITING_BYTES;

  connection.on("copyData", ({ chunk }: { readonly chunk: Buffer }) => {
    heardAt = performance.now();
    const [tag] = chunk;
    if (tag === 0x77) {
      // The chunk is a piece of a buffer that node-postgres uses again.
      const bytes = Buffer.from(chunk.subarray(25));
      waiting.push({ kind: "message", lsn: chunk.readBigUInt64BE(1), bytes });
      waitingBytes += bytes.length;
      if (isPaused()) connection.stream.pause();
    } else if (tag === 0x6b) {
      waiting.push({ kind: "keepalive", walEnd: chunk.readBigUInt64BE(1) });
      if (chunk[17] === 1) sendStatus();
    }
    changed();
  });
  client.on("error", fail);
  client.on("end", () => fail(new Error("The connection to the server ended.")));
  const timer = setInterval(() => {
    // While the socket is not read, nothing can be heard.
    if (isPaused()) heardAt = performance.now();
    if (performance.now() - heardAt > SILENT_MS) connection.stream.destroy(new Error("The server is silent."));
    else sendStatus();
  }, STATUS_MS).unref();
  const start = `START_REPLICATION SLOT "${slot}" LOGICAL ${formatLsn(0n)} (proto_version '1', publication_names '"${publication}"')`;
  client.query(start).then(() => fail(new Error("The server ended the replication.")), fail);

  return {
    async receive() {
      while (waiting.length === 0) {
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const received = waiting;
      const wasPaused = isPaused();
      waiting = [];
      waitingBytes = 0;
      if (wasPaused) connection.stream.resume();
      return received;
    },
    acknowledge(position) {
      if (position <= confirmed) return;
      confirmed = position;
      sendStatus();
    },
    close() {
      fail(new Error("The replication was stopped."));
      connection.stream.destroy();
    },
  };
}

/** A standby's status: what is written, flushed and applied, and when. It asks for an answer. */
function statusMessage(position: Lsn): Buffer {
  const message = Buffer.alloc(34);
  message.write("r");
  for (const at of [1, 9, 17]) message.writeBigUInt64BE(position, at);
  message.writeBigInt64BE(BigInt(Date.now()) * 1_000n - POSTGRES_EPOCH, 25);
  message[33] = 1;
  return message;
}
