import type { Draft } from "@tempograph/graph";
import { mergeDrafts } from "../merge/merge-drafts.ts";
import type { Choices, Conflict } from "../merge/conflict.ts";

export interface SavedDraft {
  readonly draft: Draft;
  /** The number under which the API has it. */
  readonly revision: number;
}

/** Where drafts are kept. `save` gives undefined where somebody else has saved the draft since this revision. */
export interface DraftServer {
  save(draft: Draft, revision: number): Promise<SavedDraft | undefined>;
  load(): Promise<SavedDraft>;
}

export type SaveStatus =
  | { readonly kind: "saved" }
  /** There are changes that will be saved in a moment. */
  | { readonly kind: "changed" }
  | { readonly kind: "saving" }
  | { readonly kind: "failed"; readonly error: unknown }
  /** Somebody else changed the same things: nothing is saved until a person has decided. */
  | { readonly kind: "conflict"; readonly conflicts: readonly Conflict[] };

export interface SaverOptions {
  readonly server: DraftServer;
  readonly saved: SavedDraft;
  /** The draft as the person has it now. */
  readonly current: () => Draft;
  /** The draft was merged with that of somebody else. */
  readonly onMerged: (draft: Draft) => void;
  readonly onStatus: (status: SaveStatus) => void;
  readonly delayMs?: number;
  readonly isRetryable?: (error: unknown) => boolean;
}

const DELAY_MS = 700;
const RETRY_MS = 2_000;

/** Saves a draft shortly after each change. What somebody else saved meanwhile is merged, so that nobody's work is lost. */
export class DraftSaver {
  readonly #options: SaverOptions;
  #saved: SavedDraft;
  #theirs: SavedDraft | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;

  constructor(options: SaverOptions) {
    this.#options = options;
    this.#saved = options.saved;
  }

  /** The revision that the person's draft is based on. */
  get revision(): number {
    return this.#saved.revision;
  }

  get hasUnsaved(): boolean {
    return this.#options.current() !== this.#saved.draft;
  }

  /** Nodes of the draft got a place, which alone is no change: where nothing else is to be saved, this is not saved either. */
  amended(before: Draft, after: Draft): void {
    if (this.#saved.draft === before) this.#saved = { ...this.#saved, draft: after };
  }

  /** The draft has changed. */
  changed(): void {
    if (this.#theirs !== undefined || this.#running !== undefined) return;
    if (!this.hasUnsaved) {
      clearTimeout(this.#timer);
      this.#options.onStatus({ kind: "saved" });
      return;
    }
    this.#options.onStatus({ kind: "changed" });
    this.#later(this.#options.delayMs ?? DELAY_MS);
  }

  /** Saves at once what has not been saved. Resolves when nothing is left to save, or when it cannot be. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#saveAll().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  /** What a person decided about conflicts. */
  async resolve(choices: Choices): Promise<void> {
    const theirs = this.#theirs;
    if (theirs === undefined) return;
    const versions = { base: this.#saved.draft, mine: this.#options.current(), theirs: theirs.draft };
    const { draft } = mergeDrafts(versions, choices);
    this.#theirs = undefined;
    this.#saved = theirs;
    this.#options.onMerged(draft);
    await this.flush();
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  async #saveAll(): Promise<void> {
    try {
      while (this.hasUnsaved && this.#theirs === undefined) {
        this.#options.onStatus({ kind: "saving" });
        const draft = this.#options.current();
        const saved = await this.#options.server.save(draft, this.#saved.revision);
        if (saved === undefined) this.#merge(await this.#options.server.load());
        else this.#saved = { draft, revision: saved.revision };
      }
      if (this.#theirs === undefined) this.#options.onStatus({ kind: "saved" });
    } catch (error) {
      this.#options.onStatus({ kind: "failed", error });
      if (this.#options.isRetryable?.(error) === true) this.#later(RETRY_MS);
    }
  }

  #merge(theirs: SavedDraft): void {
    const versions = { base: this.#saved.draft, mine: this.#options.current(), theirs: theirs.draft };
    const { draft, conflicts } = mergeDrafts(versions);
    if (conflicts.length > 0) {
      this.#theirs = theirs;
      this.#options.onStatus({ kind: "conflict", conflicts });
      return;
    }
    this.#saved = theirs;
    this.#options.onMerged(draft);
  }
}
