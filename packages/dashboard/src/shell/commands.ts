import { useEffect, useRef } from "react";
import { createStore, type Store } from "../data/store.ts";

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
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  const names = list.map(({ id, title, about = "" }) => `${id} ${title} ${about}`).join("\n");
  useEffect(() => {
    const own = latest.current.map((command, index) => ({ ...command, run: () => latest.current[index]?.run() }));
    commands.set([...commands.get(), ...own]);
    return () => commands.set(commands.get().filter((one) => !own.includes(one)));
  }, [names]);
}
