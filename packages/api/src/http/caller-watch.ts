import { isSameCaller, type Principal } from "../access/principal.ts";
import type { Auth } from "./auth.ts";

export interface CallerWatch {
  /**
   * Calls `end` as soon as the header no longer stands for the caller: the token was revoked, has expired, or has other roles. For
   * sockets and streams, which go on after their request was authenticated. Returns a function that ends the watch.
   */
  watch(header: string | undefined, caller: Principal, end: () => void): () => void;
  stop(): void;
}

interface Use {
  readonly caller: Principal;
  readonly end: () => void;
}

interface Watched {
  readonly uses: Set<Use>;
  /** Looks since the question that has no answer yet; 0 if there is no such question. */
  unanswered: number;
}

/** The pause between two looks. An open socket ends within this time and the time of one query. */
const LOOK_EVERY_MS = 500;
/** Looks after which a question without an answer counts as a no: Postgres has accepted it, and nobody knows whether the token still holds. */
const MOST_UNANSWERED = 10;

/** Looks at each token once, however many sockets and streams it has. A token whose look takes long does not delay the others. */
export function createCallerWatch({ authenticate }: Pick<Auth, "authenticate">): CallerWatch {
  const byHeader = new Map<string, Watched>();
  let timer: ReturnType<typeof setInterval> | undefined;

  function look(): void {
    for (const [header, watched] of byHeader) {
      watched.unanswered += 1;
      if (watched.unanswered === 1) void ask(header, watched);
      else if (watched.unanswered > MOST_UNANSWERED) endUses(header, watched, () => true);
    }
  }

  async function ask(header: string, watched: Watched): Promise<void> {
    try {
      const now = await authenticate(header);
      endUses(header, watched, ({ caller }) => !isSameCaller(caller, now));
    } catch {
      // Postgres is away. Nothing can be read over the socket until it is back, and then the next look decides.
    } finally {
      watched.unanswered = 0;
    }
  }

  function endUses(header: string, watched: Watched, which: (use: Use) => boolean): void {
    for (const use of watched.uses)
      if (which(use)) {
        remove(header, watched, use);
        use.end();
      }
  }

  function remove(header: string, watched: Watched, use: Use): void {
    watched.uses.delete(use);
    if (watched.uses.size === 0 && byHeader.get(header) === watched) byHeader.delete(header);
    if (byHeader.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    watch(header = "", caller, end) {
      const use = { caller, end };
      const watched = byHeader.get(header) ?? { uses: new Set(), unanswered: 0 };
      watched.uses.add(use);
      byHeader.set(header, watched);
      timer ??= setInterval(look, LOOK_EVERY_MS).unref();
      return () => remove(header, watched, use);
    },
    stop: () => clearInterval(timer),
  };
}
