import { createStore, type Store } from "../data/store.ts";
import { useOffered } from "./use-offered.ts";

/** Something that the command palette offers while a page is shown, such as "Publish this workflow". */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly about?: string;
  readonly run: () => void;
}

export const commands: Store<readonly Command[]> = createStore<readonly Command[]>([]);

/** Offers commands in the palette while the component is shown. */
export function useCommands(list: readonly Command[]): void {
  useOffered(commands, list);
}
