import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withGlobalOptions } from "./global-options.ts";
import { makeProgram } from "./program.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PAGES = globSync(["*.md", "docs/**/*.md", "packages/*/README.md"], { cwd: ROOT });

interface Documented {
  readonly place: string;
  readonly line: string;
  /** A line of a block, which people copy, and not part of a sentence. */
  readonly isWhole: boolean;
}

/** Every command that a page prints. */
const documented: readonly Documented[] = PAGES.flatMap((page) =>
  readFileSync(join(ROOT, page), "utf8")
    .split("\n")
    .flatMap((text, index): Documented[] => {
      const place = `${page}:${String(index + 1)}`;
      const whole = /^(?:[A-Z]+=\$\()?(?:npm run --silent tempograph --|tempograph) ([a-z].*?)\)?$/.exec(text)?.[1];
      if (whole !== undefined) return [{ place, line: whole, isWhole: true }];
      return [...text.matchAll(/`tempograph ([a-z][^`]*)`/g)].map(([, line]) => ({
        place,
        line: line!,
        isWhole: false,
      }));
    }),
);

test("every command that the documents print exists, with its options", async () => {
  expect(documented.length).toBeGreaterThan(40);
  const wrong: string[] = [];
  for (const { place, line, isWhole } of documented) {
    const [own] = line.split(/ (?:\|\||\||>|#) /);
    const argv = [...own!.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, one, two, bare]) => one ?? two ?? bare!);
    let told = "";
    const shell = { out: () => {}, err: (text: string) => (told += text) } as never;
    const program = makeProgram(shell, (command) => void withGlobalOptions(command).action(() => {}));
    const failure = await program.parseAsync(argv, { from: "user" }).then(
      () => undefined,
      (error: { code?: string }) => error.code ?? String(error),
    );
    const isPart = !isWhole && /missing\w*Argument|MandatoryOption|commander.help$/i.test(failure ?? "");
    if (failure !== undefined && failure !== "commander.helpDisplayed" && !isPart)
      wrong.push(`${place}: tempograph ${line}: ${told || failure}`);
  }
  expect(wrong).toEqual([]);
});
