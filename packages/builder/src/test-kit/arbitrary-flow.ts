import fc from "fast-check";
import { flow, gt, logic, nodeType, shape, compensate, type BuiltWorkflow } from "../index.ts";

/** What a random program says, one statement a letter of its tree. */
interface Part {
  readonly kind: string;
  readonly paths: readonly (readonly Part[])[];
}

const ONE_PATH = ["loop", "while", "forEach", "scope", "lock"];
const KINDS = [
  "step",
  "sleep",
  "signal",
  "timeout",
  "failure",
  "compensate",
  "set",
  "if",
  "ifElse",
  "branch",
  "switch",
];

/** A random flow as an author would write it: every construct, paths in paths. */
export const arbitraryFlow = (): fc.Arbitrary<BuiltWorkflow> =>
  arbitraryParts(3).map((parts) => write(start(), parts).build());

function arbitraryParts(depth: number): fc.Arbitrary<readonly Part[]> {
  const kinds = fc.constantFrom(...KINDS, ...ONE_PATH, "parallel", "race", "try", "guard");
  const part =
    depth === 0
      ? fc.record({ kind: fc.constantFrom<string>("step", "sleep"), paths: fc.constant<Part["paths"]>([]) })
      : fc.record<Part>({ kind: kinds, paths: fc.array(arbitraryParts(depth - 1), { minLength: 2, maxLength: 3 }) });
  return fc.array(part, { maxLength: 4 });
}

const start = () => flow("Random", { payload: shape<{ readonly n: number; readonly items: readonly number[] }>() });
type Chain = ReturnType<typeof start>;

function write(chain: Chain, parts: readonly Part[]): Chain {
  // Only what the parts do is random: their types are looked at elsewhere.
  return parts.reduce(
    (before, part, index) => writeOne(before, part, parts[index - 1]?.kind === "parallel") as unknown as Chain,
    chain,
  );
}

/**
 * Two parallel parts in a row, each with an empty path, leave edges that several structures have in common: the printer says such
 * nodes one by one. So behind a parallel part no path of the next one is empty.
 */
function writeOne(chain: Chain, { kind, paths }: Part, isBehindParallel: boolean): unknown {
  const path = (index: number) => (inner: unknown) => write(inner as Chain, paths[index] ?? []) as never;
  const id = nextId();
  switch (kind) {
    case "sleep":
      return chain.sleep("1h");
    case "signal":
      return chain.waitForSignal(`signal-${id}` as string);
    case "timeout":
      return chain.waitForSignal(`signal-${id}` as string, { timeout: "1d", onTimeout: path(0) });
    case "failure":
      return chain.step(id, nodeType("probe"), {}, { onFailure: (failed) => path(0)(failed.sleep("1s")) });
    case "compensate":
      return chain.step(
        id,
        nodeType("probe"),
        {},
        { compensate: () => compensate(`compensation-${id}`, nodeType("probe"), {}) },
      );
    case "set":
      return chain.set({ a: 1 });
    case "if":
      return chain.if(({ payload }) => gt(payload.n, 1), path(0));
    case "ifElse":
      return chain.if(({ payload }) => gt(payload.n, 1), path(0), path(1));
    case "guard":
      return chain.if(
        () => logic(true),
        (yes) => (write(yes as never, paths[0] ?? []) as Chain).fail({ message: "no" }) as never,
      );
    case "branch":
      return chain.branch((cases) => cases.when("a", () => logic(true), path(0)).when("b", () => logic(true), path(1)));
    case "switch":
      return chain.switch(
        ({ payload }) => payload.n,
        (cases) => cases.case(1, path(0)).otherwise(path(1)),
      );
    case "parallel":
      return chain.parallel(
        paths.map((parts, index) => {
          const isEmpty = isBehindParallel && parts.length === 0;
          return isEmpty ? (inner) => inner.step(nextId(), nodeType("probe"), {}) : path(index);
        }),
      );
    case "race":
      return chain.race(
        paths.map(
          (_, index) => (inner: unknown) => write((inner as Chain).sleep("1m") as never, paths[index] ?? []) as never,
        ),
      );
    case "try":
      return chain.try(path(0), {
        catch: (failed) => path(1)(failed.sleep("1s")),
        ...(paths.length > 2 && { finally: path(2) }),
      });
    case "loop":
      return chain.loop(2, path(0));
    case "while":
      return chain.while(() => logic(true), path(0), { maxRounds: 3 });
    case "forEach":
      return chain.forEach(({ payload }) => payload.items, path(0), { concurrency: 2 });
    case "scope":
      return chain.scope(path(0));
    case "lock":
      return chain.lock("key", path(0));
    default:
      return chain.step(id, nodeType("probe"), {});
  }
}

let ids = 0;
/** Explicit ids are the author's to keep apart. */
const nextId = (): string => `s${(ids += 1)}`;
