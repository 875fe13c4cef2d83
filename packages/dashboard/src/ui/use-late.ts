import { useEffect, useState } from "react";

/** What takes shorter than this is shown without a sign of waiting, which would only flicker. */
const LATE_MS = 300;

/** True once `waits` has been true for 300 ms. */
export function useLate(waits: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [waits]);
  return waits && late;
}
