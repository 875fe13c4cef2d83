/**
 * What a person did, step by step, and what was taken back. States share whatever did not change, so that a step costs no more than what
 * it changed; the history has no limit.
 */
export interface History<State> {
  readonly present: Step<State>;
  readonly past: Link<State> | null;
  readonly future: Link<State> | null;
}

export interface Step<State> {
  readonly state: State;
  /** What led to this state, for people: "Move 3 nodes". */
  readonly label: string;
  /** Steps of one group are taken back together: the moves of one drag, the letters of one field. */
  readonly group?: string;
}

interface Link<State> {
  readonly step: Step<State>;
  readonly next: Link<State> | null;
}

export function beginHistory<State>(state: State, label = "Open"): History<State> {
  return { present: { state, label }, past: null, future: null };
}

/** Notes a new state. What was taken back before can then no longer be done again. */
export function record<State>(history: History<State>, step: Step<State>): History<State> {
  const { present, past } = history;
  if (step.state === present.state) return history;
  const continues = step.group !== undefined && step.group === present.group && past !== null;
  return { present: step, past: continues ? past : { step: present, next: past }, future: null };
}

export function undo<State>(history: History<State>): History<State> {
  const { past, present, future } = history;
  if (past === null) return history;
  return { present: past.step, past: past.next, future: { step: present, next: future } };
}

export function redo<State>(history: History<State>): History<State> {
  const { past, present, future } = history;
  if (future === null) return history;
  return { present: future.step, past: { step: present, next: past }, future: future.next };
}
