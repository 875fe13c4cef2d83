import { METRICS, type GaugeName } from "./metric-table.ts";
import type { GaugeValue } from "./process-metrics.ts";
import { gauges } from "./process-metrics.ts";

type Read = () => readonly GaugeValue[] | Promise<readonly GaugeValue[]>;

/** How long a scrape waits for one reader. Prometheus waits for 10 s. */
const MOST_MS = 5_000;

const readers = new Map<Read, Promise<readonly GaugeValue[]> | undefined>();

/** Asks for the gauges' values at each scrape, until the returned function is called. Only one question is under way at a time. */
export function watchGauges(read: Read): () => void {
  readers.set(read, undefined);
  return () => void readers.delete(read);
}

/** Reads all gauges. What cannot be read in time is absent, because an old value would look like a true one. */
export async function readGauges(onError: (error: unknown) => void = () => {}, mostMs = MOST_MS): Promise<void> {
  const answers = await Promise.all([...readers.keys()].map((read) => answerOf(read, onError, mostMs)));
  for (const gauge of gauges.values()) gauge.reset();
  const said = new Set<string>();
  for (const { name, labels, value } of answers.flat()) {
    gauges.get(name)!.inc(labels, value);
    said.add(name);
  }
  // After a reset a gauge without labels stands at 0, which nobody has said.
  for (const [name, gauge] of gauges)
    if (!said.has(name) && METRICS[name as GaugeName].labels.length === 0) gauge.remove();
}

async function answerOf(read: Read, onError: (error: unknown) => void, mostMs: number): Promise<readonly GaugeValue[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Gauges could not be read within ${String(mostMs)} ms.`)), mostMs);
  });
  try {
    return await Promise.race([underWay(read), late]);
  } catch (error) {
    onError(error);
    return [];
  } finally {
    clearTimeout(timer);
  }
}

/** The answer to the question that is under way, or to a new one. */
function underWay(read: Read): Promise<readonly GaugeValue[]> {
  const known = readers.get(read);
  if (known !== undefined) return known;
  const answer = (async () => await read())().finally(() => {
    if (readers.get(read) === answer) readers.set(read, undefined);
  });
  readers.set(read, answer);
  return answer;
}
