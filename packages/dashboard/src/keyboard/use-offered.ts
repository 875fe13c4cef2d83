import { useEffect, useRef } from "react";
import type { Store } from "../data/store.ts";

/**
 * Puts entries into a store while the component is shown. The list may be another one at each rendering: the store changes only when what is said of the
 * entries does, and `run` is always the latest one.
 */
export function useOffered<Entry extends { readonly run: () => void }>(
  store: Store<readonly Entry[]>,
  list: readonly Entry[],
): void {
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  // Functions are left out of the text.
  const said = JSON.stringify(list);
  useEffect(() => {
    const own = latest.current.map((entry, index) => ({ ...entry, run: () => latest.current[index]?.run() }));
    store.set([...store.get(), ...own]);
    return () => store.set(store.get().filter((one) => !own.includes(one)));
  }, [store, said]);
}
