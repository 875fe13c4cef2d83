import { availableParallelism } from "node:os";
import { timeLeft } from "../progress.ts";

/** A package of a build, as `go list` tells. */
export type GoPackage = {
  readonly path: string;
  /** Whether it has to be compiled: Go keeps what it has compiled before. */
  readonly stale: boolean;
  /** Of its source files. */
  readonly bytes: number;
};

/** What any package costs, in bytes of source: starting the compiler, reading what it imports. */
const BYTES_OF_ANY = 20_000;

/**
 * How far a build is, from the packages that Go names as it begins to compile them. The time left goes by bytes of source, since
 * one package can be a thousand times as large as another, and the large ones come last.
 */
export class CompileProgress {
  readonly #total: number;
  readonly #weights: Map<string, number>;
  readonly #whole: number;
  readonly #cores: number;
  /** Of those that are being compiled, the oldest first. */
  readonly #running: number[] = [];
  #done = 0;
  #linkingSince: number | undefined;

  constructor(packages: readonly GoPackage[], cores: number = availableParallelism()) {
    this.#total = packages.length;
    this.#cores = cores;
    this.#weights = new Map(
      packages.flatMap(({ path, stale, bytes }) => (stale ? [[path, bytes + BYTES_OF_ANY]] : [])),
    );
    this.#whole = sum([...this.#weights.values()]);
  }

  /** A line of `go build -v`. */
  take(line: string): void {
    const weight = this.#weights.get(line);
    if (weight === undefined) return;
    this.#weights.delete(line);
    this.#running.push(weight);
    // As many as there are cores are under way; an older one has ended.
    if (this.#running.length > this.#cores) this.#done += this.#running.shift()!;
  }

  /** `elapsedMs` since the build began. */
  text(elapsedMs: number): string {
    const packages = `${this.#total - this.#weights.size} of ${this.#total} packages`;
    if (this.#weights.size === 0) {
      this.#linkingSince ??= elapsedMs;
      return `${packages}, linking for ${timeLeft(elapsedMs - this.#linkingSince)} (half a minute on two cores)`;
    }
    // A package that is being compiled counts as half done.
    const done = this.#done + sum(this.#running) / 2;
    // The first packages are too few for an estimate.
    return done < this.#whole / 20
      ? packages
      : `${packages}, about ${timeLeft((elapsedMs / done) * (this.#whole - done))} left`;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
