import { randomBytes } from "node:crypto";

/** What has changed since a place in the log. */
export interface ChangedSince {
  /** The place behind it. */
  readonly cursor: string;
  /** The ids; undefined: it is not known which, so anything may have changed. */
  readonly ids: readonly string[] | undefined;
}

/** How many ids are known one by one. Where more have changed, whoever shows a list reads it anew. */
const MOST_IDS = 1_000;
/** Entries that are kept for subscribers who come back or are slow. */
const MOST_ENTRIES = 240;

/**
 * Which ids have changed lately, in memory: entries with a number each. Its cursors hold only in this process and as long as the entry is kept;
 * behind any other cursor anything may have changed.
 */
export class ChangedIds {
  readonly #name = randomBytes(6).toString("base64url");
  /** The ids of each entry; undefined where they are not known. The last one has the number `#last`. */
  readonly #entries: (ReadonlySet<string> | undefined)[] = [];
  #last = 0;

  get cursor(): string {
    return `${this.#name}.${String(this.#last)}`;
  }

  add(ids: ReadonlySet<string> | undefined): void {
    this.#entries.push(ids !== undefined && ids.size > MOST_IDS ? undefined : ids);
    this.#last += 1;
    if (this.#entries.length > MOST_ENTRIES) this.#entries.shift();
  }

  since(cursor: string | undefined): ChangedSince {
    const [name, number = ""] = (cursor ?? "").split(".");
    const missed = name === this.#name ? this.#last - Number(number) : Number.NaN;
    const here = { cursor: this.cursor, ids: undefined };
    if (!(missed >= 0 && missed <= this.#entries.length)) return here;
    const ids = new Set<string>();
    for (const entry of this.#entries.slice(this.#entries.length - missed)) {
      if (entry === undefined) return here;
      for (const id of entry) ids.add(id);
      if (ids.size > MOST_IDS) return here;
    }
    return { cursor: this.cursor, ids: [...ids] };
  }
}
