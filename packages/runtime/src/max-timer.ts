/** The longest delay of a timer of Node.js in milliseconds, 24.8 days. Node.js fires one with a longer delay at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;
