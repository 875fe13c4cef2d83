import { percentile } from "../measure/percentile.ts";
import type { ListRequest } from "./list-requests.ts";

export interface ListTime {
  readonly p50: number;
  readonly p99: number;
  readonly calls: number;
}

export interface MeasureOptions {
  readonly apiUrl: string;
  readonly token: string;
  readonly calls: number;
  /** A list that is slow is asked less often. */
  readonly mostMs: number;
}

/** Asks for a list with a different value in each call, one call after the other. The first call, which plans the statement, counts. */
export async function measureList(
  { path, fixed, varying, isPaged }: ListRequest,
  values: ReadonlyMap<string, readonly string[]>,
  { apiUrl, token, calls, mostMs }: MeasureOptions,
): Promise<ListTime> {
  const times: number[] = [];
  const startedAt = performance.now();
  let cursor: string | undefined;
  for (let call = 0; call < calls; call++) {
    if (call > 0 && performance.now() - startedAt > mostMs) break;
    const query = new URLSearchParams(fixed);
    let at = path;
    for (const [parameter, name] of Object.entries(varying)) {
      const all = values.get(name)!;
      const value = all[call % all.length]!;
      if (at.includes(`{${parameter}}`)) at = at.replace(`{${parameter}}`, encodeURIComponent(value));
      else query.set(parameter, value);
    }
    if (isPaged && cursor !== undefined) query.set("cursor", cursor);
    const calledAt = performance.now();
    const answer = await fetch(`${apiUrl}${at}?${query}`, { headers: { authorization: `Bearer ${token}` } });
    const text = await answer.text();
    times.push(performance.now() - calledAt);
    if (!answer.ok) throw new Error(`GET ${at}?${query} answered ${answer.status}: ${text.slice(0, 300)}`);
    if (isPaged) cursor = (JSON.parse(text) as { readonly nextCursor: string | null }).nextCursor ?? undefined;
  }
  const rounded = (p: number): number => Number(percentile(times, p).toFixed(2));
  return { p50: rounded(50), p99: rounded(99), calls: times.length };
}
