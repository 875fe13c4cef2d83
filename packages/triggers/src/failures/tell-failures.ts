import type { JsonObject } from "@tempograph/graph";
import type { FailureGroup } from "./failure-groups.ts";

/** The most groups that one event names. The others are counted. */
const MOST_NAMED = 20;

/** The data of the event that tells of these groups: fields for conditions and templates, and `subject` and `text` for a mail or a chat. */
export function tellFailures(groups: readonly FailureGroup[], link: string | undefined): JsonObject {
  const named = groups.toSorted((a, b) => b.count - a.count).slice(0, MOST_NAMED);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const left = groups.length - named.length;
  const rest = left === 0 ? [] : [`${String(left)} other kinds of failures are not listed here.`];
  const shown = named.map(({ toldAt: _, ...group }) => ({ ...group, ...linkOf(link, group) }));
  return {
    subject: subjectOf(named, groups.length, count),
    text: [...named.map((group) => lines(group, link)), ...rest].join("\n\n"),
    count,
    groups: shown as unknown as JsonObject[],
    moreGroups: left,
  };
}

function subjectOf([first]: readonly FailureGroup[], kinds: number, count: number): string {
  if (kinds > 1) return `${String(count)} failures of ${String(kinds)} kinds, such as in ${first!.workflowName}`;
  return `${about(first!)}${count === 1 ? "" : ` (${String(count)} times)`}`;
}

const about = ({ workflowName, step, code }: FailureGroup): string =>
  `${workflowName} failed${step === null ? "" : ` at ${step}`}: ${code}`;

function lines(group: FailureGroup, link: string | undefined): string {
  const { count, total, firstAt, lastAt, executionId, message } = group;
  const times = count === 1 ? `Once, at ${lastAt}` : `${String(count)} times from ${firstAt} to ${lastAt}`;
  const before = total > count ? `, ${String(total)} in all` : "";
  const { url } = linkOf(link, group);
  return [
    about(group),
    ...(message === null ? [] : [message]),
    `${times}${before}. The last one: ${url ?? executionId}`,
  ].join("\n");
}

function linkOf(
  link: string | undefined,
  { executionId }: Pick<FailureGroup, "executionId">,
): { readonly url?: string } {
  return link === undefined ? {} : { url: `${link.replace(/\/+$/, "")}/app/executions/${executionId}` };
}
