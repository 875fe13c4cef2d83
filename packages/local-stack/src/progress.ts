/** Tells a person what happens, one line at a time, without a line end. */
export type OnProgress = (line: string) => void;
