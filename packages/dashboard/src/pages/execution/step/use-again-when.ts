import { useEffect, useRef } from "react";

/** Asks again whenever the text is another one: for what the page hears of, but does not hear itself. */
export function useAgainWhen(changed: string, refetch: () => Promise<unknown>): void {
  const seen = useRef(changed);
  useEffect(() => {
    if (seen.current === changed) return;
    seen.current = changed;
    void refetch();
  }, [changed, refetch]);
}
