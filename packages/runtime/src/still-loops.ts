/** A loop that has got nowhere for longer than it may. */
export interface StillLoop {
  readonly name: string;
  /** When the first of its rounds began that has not succeeded. */
  readonly since: Date;
  /** Why its last round failed; absent if its first round is still under way. */
  readonly error?: string;
}

type Look = () => StillLoop | undefined;

const looks = new Set<Look>();

/** The loops of this process that stand still, such as those that wait for a connection on which nothing comes. */
export function stillLoops(): readonly StillLoop[] {
  return [...looks].flatMap((look) => look() ?? []);
}

/** Counts a loop in, until the returned function is called. */
export function watchLoop(look: Look): () => void {
  looks.add(look);
  return () => void looks.delete(look);
}
