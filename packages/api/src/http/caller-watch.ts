import type { Principal } from "../access/principal.ts";
import type { Auth } from "./auth.ts";

export interface CallerWatch {
  /**
   * Calls `end` as soon as the header no longer stands for the caller: the token was revoked, has expired, or has other roles. For
   * sockets and streams, which go on after their request was authenticated. Returns a function that ends the watch.
   */
  watch(header: string | undefined, caller: Principal, end: () => void): () => void;
  stop(): void;
}

interface Watched {
  readonly caller: Principal;
  readonly end: () => void;
}

/** The pause between two looks. An open socket ends within this time and the time of one query. */
const LOOK_EVERY_MS = 500;

/** Looks at each token once, however many sockets and streams it has. */
export function createCallerWatch({ authenticate }: Pick<Auth, "authenticate">): CallerWatch {
  const byHeader = new Map<string, Set<Watched>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  function lookSoon(): void {
    if (timer !== undefined || stopped || byHeader.size === 0) return;
    timer = setTimeout(() => {
      void Promise.all([...byHeader].map(([header, uses]) => look(header, uses))).then(() => {
        timer = undefined;
        lookSoon();
      });
    }, LOOK_EVERY_MS);
    timer.unref();
  }

  async function look(header: string, uses: ReadonlySet<Watched>): Promise<void> {
    let now: Principal | undefined;
    try {
      now = await authenticate(header);
    } catch {
      // Postgres does not answer. Nothing can be read over the socket until it is back, and then the next look decides.
      return;
    }
    for (const { caller, end } of uses) if (!isSame(caller, now)) end();
  }

  return {
    watch(header = "", caller, end) {
      const use = { caller, end };
      const uses = byHeader.get(header) ?? new Set();
      byHeader.set(header, uses.add(use));
      lookSoon();
      return () => {
        uses.delete(use);
        if (uses.size === 0 && byHeader.get(header) === uses) byHeader.delete(header);
      };
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function isSame(before: Principal, now: Principal | undefined): boolean {
  if (now === undefined || now.name !== before.name || now.project !== before.project) return false;
  return now.roles.join(" ") === before.roles.join(" ");
}
