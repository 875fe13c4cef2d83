import { useEffect, useState } from "react";
import type { ApiDocument } from "./api-document.ts";
import { connection, project } from "./connection.ts";
import { follow } from "./follow.ts";
import { pause } from "./pause.ts";
import { queryClient } from "./query-client.ts";
import { useStore } from "./store.ts";
import { apiKey } from "./use-api.ts";
import { whenVisible } from "./when-visible.ts";

/** A list that changes all the time is read again at most this often. */
const READ_EVERY_MS = 500;
/** How often a list is read whose changes are told: what nobody tells is small, such as that an execution waits for its start. */
const TOLD_MS = 15_000;

interface Change {
  readonly cursor: string;
}

export interface ChangesOptions<ChangeData, ChangeVariables> {
  /** The subscription that tells the list's changes. Its one field has a `cursor`, and it takes the last one as `after`. */
  readonly changes: ApiDocument<ChangeData, ChangeVariables>;
  readonly variables: Omit<NoInfer<ChangeVariables>, "after">;
  /** How often the list is read while nobody tells its changes, because the stream is away. */
  readonly everyMs: number;
  /** Whether the list is to be kept up to date. */
  readonly isLive: boolean;
}

/**
 * Has the answers to `list` read again whenever its changes are told. Not while the page is hidden, because a browser opens few connections to one server.
 * Gives `everyMs` for the list's query.
 */
export function useChanges<Data, Variables, ChangeData, ChangeVariables>(
  list: ApiDocument<Data, Variables>,
  { changes, variables, everyMs, isLive }: ChangesOptions<ChangeData, ChangeVariables>,
): number | false {
  const [isTold, setTold] = useState(false);
  const isConnected = useStore(connection) === "ok";
  const inProject = useStore(project);
  const wanted = JSON.stringify(variables);
  useEffect(() => {
    if (!isLive || !isConnected) return undefined;
    const leaving = new AbortController();
    const read = readAgain(list, leaving.signal);
    let cursor: string | undefined;
    void whileVisible(leaving.signal, (signal) =>
      follow(changes, {
        variables: (after) =>
          ({ ...(JSON.parse(wanted) as object), after: after ?? cursor ?? null }) as unknown as ChangeVariables,
        cursorOf: (data) => (Object.values(data as object) as Change[])[0]?.cursor,
        onUpdate(data) {
          ({ cursor } = (Object.values(data as object) as [Change])[0]);
          setTold(true);
          read();
        },
        onBreak: () => setTold(false),
        signal,
      }).catch(() => setTold(false)),
    );
    return () => {
      leaving.abort();
      setTold(false);
    };
  }, [list, changes, wanted, isLive, isConnected, inProject]);
  return isLive && (isTold ? TOLD_MS : everyMs);
}

/** Has the list read again, once more if it is asked for meanwhile. */
function readAgain<Data, Variables>(list: ApiDocument<Data, Variables>, signal: AbortSignal): () => void {
  let isAsked = false;
  let isReading = false;
  async function read(): Promise<void> {
    isReading = true;
    while (isAsked && !signal.aborted) {
      isAsked = false;
      await queryClient.invalidateQueries({ queryKey: apiKey(list) });
      await pause(READ_EVERY_MS, signal);
    }
    isReading = false;
  }
  return () => {
    isAsked = true;
    if (!isReading) void read();
  };
}

/** Does something whenever the page can be seen, with a signal that ends it when the page is hidden. */
async function whileVisible(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await whenVisible(signal);
    const hiding = new AbortController();
    const look = (): void => {
      if (document.visibilityState === "hidden") hiding.abort();
    };
    document.addEventListener("visibilitychange", look);
    await work(AbortSignal.any([signal, hiding.signal]));
    document.removeEventListener("visibilitychange", look);
    // A stream that has ended by itself is not opened again at once.
    if (!signal.aborted && !hiding.signal.aborted) await pause(TOLD_MS, signal);
  }
}
