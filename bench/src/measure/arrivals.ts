import { request } from "undici";

/** The calls of an event. */
export type Arrival = {
  /** The Temporal workflow id. */
  readonly id: string;
  /** When the first call reached the echo server, in milliseconds since the epoch. */
  readonly firstAt: number;
};

export type Arrivals = {
  /** Resolves when the last call of event `n` has reached the echo server. */
  of(n: number): Promise<Arrival>;
  /** The number of times that each step has reached the echo server since the last call, by n. */
  tally(): Promise<ReadonlyMap<number, Readonly<Record<string, number>>>>;
  stop(): void;
};

/** Learns from the echo server when an execution makes its last call, which costs neither side anything. */
export async function hearArrivals(echoUrl: string): Promise<Arrivals> {
  const waiting = new Map<number, (arrival: Arrival) => void>();
  const abort = new AbortController();
  const { body } = await request(`${echoUrl}/arrivals`, { signal: abort.signal, bodyTimeout: 0 });
  let rest = "";
  body.setEncoding("utf8");
  body.on("error", () => {});
  body.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [n, id, firstAt] = line.split(" ") as [string, string, string];
      waiting.get(Number(n))?.({ id, firstAt: Number(firstAt) });
      waiting.delete(Number(n));
    }
  });
  return {
    of: (n) => new Promise((resolve) => waiting.set(n, resolve)),
    async tally() {
      const answer = await request(`${echoUrl}/tally`);
      return new Map((await answer.body.json()) as [number, Record<string, number>][]);
    },
    stop: () => abort.abort(),
  };
}
