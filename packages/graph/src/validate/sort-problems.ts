import type { Problem } from "../definition/problem.ts";

const SECTIONS = ["", "nodes", "edges", "settings", "triggers"];

/** Sorts problems by place, and errors before warnings at one place, so that the same problems always have the same order. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return problems
    .map((problem) => ({ problem, key: sortKey(problem) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ problem }) => problem);
}

/** Numbers padded, so that `/nodes/10` stands behind `/nodes/9`. */
function sortKey(problem: Problem): string {
  const [, section = "", ...rest] = problem.path.split("/");
  const known = SECTIONS.indexOf(section);
  const place = rest.map((segment) => (/^\d+$/.test(segment) ? segment.padStart(8, "0") : segment));
  return [
    known === -1 ? SECTIONS.length : known,
    section,
    ...place,
    "",
    problem.severity,
    problem.code,
    problem.message,
  ].join("\u0001");
}
