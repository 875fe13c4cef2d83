/** Addresses whose callers have no token: what a trigger's configuration says decides who may send. */
export const HOOK_PATHS = /^\/(hooks|hooks-test|forms)\//;

/** Those that people open in a browser. */
export const FORM_PATHS = /^\/forms\//;

/** The routes behind them. */
export const HOOK_ROUTES: ReadonlySet<string> = new Set(["/hooks/:project/*", "/hooks-test/*", "/forms/:project/*"]);
