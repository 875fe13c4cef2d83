import type { Principal } from "../access/principal.ts";
import { may } from "../access/roles.ts";
import type { AppError } from "./app-error.ts";
import { forbidden } from "./audit/forbidden.ts";
import { checkText } from "./check-text.ts";

const MAX_SEARCH_LENGTH = 200;

/** Checks a text that is searched in payloads. Whoever may not read payloads could find out what is in them by searching. */
export function checkSearch(caller: Principal, searched: string, path: string): AppError | undefined {
  if (!may(caller, "payloads")) return forbidden(caller, "payloads");
  return checkText(searched, path, { least: 3, most: MAX_SEARCH_LENGTH });
}
