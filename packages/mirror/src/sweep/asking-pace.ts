import type { EndedRun } from "@tempograph/db";

/** So many sweeps pass between two rounds through all runs if the first one found nothing: a minute, with a sweep every 5 seconds. */
const REST_SWEEPS = 11;

export interface AskingPace {
  /** Which of the runs that ended last a sweep asks about: all, but while none is new and none differs only one, in turn. */
  ofNewest<R extends Pick<EndedRun, "runId" | "differs">>(runs: readonly R[]): readonly R[];
  /** Whether a sweep asks about some of all runs; called once in each sweep. */
  takesTurn(): boolean;
  /** A turn was taken. `endsRound`: all runs have been asked about. */
  tookTurn(runs: readonly Pick<EndedRun, "differs">[], endsRound: boolean): void;
  /** Something differs, or Temporal could not be asked and may come back with other data: what rests is asked about at once. */
  hurry(): void;
}

/**
 * How much the sweep asks Temporal about executions that have ended. Where nothing has happened, the answers are the same as before, and an idle
 * worker would ask three times per second. It counts sweeps, not seconds, so that whoever sweeps by hand gets everywhere.
 */
export function createAskingPace(): AskingPace {
  let asked = "";
  let next = 0;
  let rest = 0;
  let isRoundSame = true;
  return {
    ofNewest(runs) {
      const ids = runs.map(({ runId }) => runId).join();
      const isCalm = ids === asked && runs.every(({ differs }) => !differs);
      asked = ids;
      if (!isCalm) return runs;
      const one = runs.slice(next % runs.length, (next % runs.length) + 1);
      next++;
      return one;
    },
    takesTurn() {
      if (rest === 0) return true;
      rest--;
      return false;
    },
    tookTurn(runs, endsRound) {
      if (runs.some(({ differs }) => differs)) isRoundSame = false;
      if (!endsRound) return;
      if (isRoundSame) rest = REST_SWEEPS;
      isRoundSame = true;
    },
    hurry() {
      asked = "";
      rest = 0;
      isRoundSame = false;
    },
  };
}
