import { readFileSync } from "node:fs";
import { join } from "node:path";

const DOCS = join(import.meta.dirname, "../../../../../docs");

export function readDocument(name: string): string {
  return readFileSync(join(DOCS, name), "utf8");
}

export interface DocumentExample {
  readonly line: number;
  /** The heading of the section that contains the example. */
  readonly heading: string;
  readonly text: string;
  /** Whether there is a drawing between this example and the one before (or the heading). */
  readonly isDrawn: boolean;
  /** The content of the comment `<!-- run: { … } -->` before the example. Without one, the example is only parsed. */
  readonly run?: string;
}

const EXAMPLE = /(?:<!-- run: ([^\n]*) -->\s*)?```json\n([^]*?)```/g;

/** All JSON blocks of a document. */
export function examplesOf(document: string): readonly DocumentExample[] {
  return [...document.matchAll(EXAMPLE)].map((match) => {
    const before = document.slice(0, match.index);
    const own = before.slice(Math.max(before.lastIndexOf("```"), before.lastIndexOf("\n#")));
    const headings = [...before.matchAll(/^#+ (.*)$/gm)];
    const line = document.slice(0, document.indexOf(match[2]!, match.index)).split("\n").length;
    return {
      line,
      heading: headings.at(-1)?.[1] ?? "",
      text: match[2]!,
      isDrawn: /^ {4}\S/m.test(own),
      ...(match[1] !== undefined && { run: match[1] }),
    };
  });
}

/** The names of scenarios after `Proven by`, up to the full stop, by heading. */
export function provenBy(document: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const section of document.split(/^(?=#+ )/m)) {
    const heading = /^#+ (.*)$/m.exec(section)?.[1] ?? "";
    const names = [...section.matchAll(/^Proven by ([^.]*)\./gm)].flatMap(([, list]) => codeWords(list!));
    found.set(heading, names);
  }
  return found;
}

/** All texts between backticks. */
export function codeWords(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word!);
}
