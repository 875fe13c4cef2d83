import { BuilderError } from "../flow/builder-error.ts";
import type { Ref } from "./ref-type.ts";
import { templateOf } from "./render-data.ts";
import { SOURCE, sourceOf, type DataValue, type Frame, type LogicValue, type RefSource } from "./value.ts";

/** A path whose fields are paths: reading a field returns a longer path. */
export function ref<T>(frame: Frame, path: readonly string[]): Ref<T> {
  const source: RefSource = { kind: "ref", frame, path };
  return new Proxy(Object.freeze({}), {
    get(_target, key) {
      if (key === SOURCE) return source;
      if (key === Symbol.toPrimitive) return (hint: string) => inText(source, hint);
      return typeof key === "string" ? ref(frame, [...path, key]) : undefined;
    },
    has: (_target, key) => key === SOURCE,
  }) as Ref<T>;
}

/** A path without a type stays without a type if it gets a default. */
type Anything = DataValue<never> & LogicValue<never>;

/**
 * Gives a path a default for when it is missing: a field that the sender left out, or a step that did not run.
 *
 *     orElse(payload.name, "you")      // "{{ payload.?name.orValue("you") }}", { "var": ["name", "you"] }
 */
export function orElse<T, const D extends Exclude<T, undefined> | null>(
  path: DataValue<T> & LogicValue<T>,
  otherwise: [T] extends [never] ? unknown : D,
): [T] extends [never] ? Anything : DataValue<Exclude<T, undefined> | D> & LogicValue<Exclude<T, undefined> | D> {
  const source = sourceOf(path);
  if (source?.kind !== "ref") {
    throw new BuilderError("orElse takes a path such as payload.name", "Use cel`…` for other expressions");
  }
  return Object.freeze({ [SOURCE]: { ...source, otherwise: { value: otherwise } } }) as never;
}

/** `${payload.name}` in an ordinary template string works as well; arithmetic on a path cannot. */
function inText(source: RefSource, hint: string): string {
  if (hint === "string") return templateOf(source);
  throw new BuilderError(
    `"${source.path.join(".")}" is a path, not a value: the flow is written before it runs`,
    "Compute with cel`…` in data, with add, gt, eq … in conditions",
  );
}
