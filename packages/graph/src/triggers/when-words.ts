import { lookupsOf, type HistoryCondition, type TimeCondition, type When } from "../definition/trigger-when.ts";
import { openingWords } from "../schedule/opening-words.ts";
import { readOpeningHours } from "../schedule/read-opening-hours.ts";

/** What `when` adds to the sentence of a trigger: it begins with a comma, or is empty. */
export function whenWords(when: When = {}): string {
  const { time, history, state } = when;
  const lookups = lookupsOf(when).map(({ as, node }) => `, after looking up ${as} with ${node}`);
  const parts = [time && timeWords(time), state && stateWords(state), ...lookups, history && historyWords(history)];
  return parts.filter((part) => part !== undefined).join("");
}

function stateWords(state: NonNullable<When["state"]>): string {
  const names = state.map((read) => (typeof read === "string" ? read : (read.as ?? read.key)));
  return `, depending on ${names.join(", ")} in the memory`;
}

function timeWords(time: TimeCondition): string {
  const { hours } = readOpeningHours(time);
  if (hours === undefined) return ", at times that cannot be read";
  const { size } = hours.holidays;
  const except = size === 0 ? "" : ` except on ${size === 1 ? "a holiday" : `${size} holidays`}`;
  const others = time.otherwise === "hold" ? "; what comes at other times waits for the next opening" : "";
  return `, ${openingWords(hours)} in ${hours.timeZone}${except}${others}`;
}

function historyWords({ noneWithin, subject, statuses }: HistoryCondition): string {
  const which = statuses === undefined ? "" : ` that is ${statuses.join(" or ")}`;
  const same = subject === undefined ? "" : ` for the same ${subject}`;
  return `, unless it has started an execution${which}${same} within ${noneWithin}`;
}
