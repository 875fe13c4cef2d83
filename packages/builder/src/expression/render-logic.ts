import { RESERVED_ROOTS, type Json } from "@tempograph/graph";
import { BuilderError } from "../flow/builder-error.ts";
import { templateOf } from "./render-data.ts";
import { sourceOf, type Frame, type RefSource } from "./value.ts";

const RESERVED: ReadonlySet<string> = new Set(RESERVED_ROOTS);

/** The place where a condition is evaluated. It decides which names exist. */
export type LogicPlace = Frame;

/** A condition as JSONLogic. */
export function renderLogic(value: unknown, place: LogicPlace = "flow"): Json {
  const source = sourceOf(value);
  if (source === undefined) return renderPlain(value, place);
  switch (source.kind) {
    case "ref":
      return renderRef(source, place);
    case "logic": {
      if (source.operator === null) return source.args[0] as Json;
      const args = source.args.map((arg, index) => renderLogic(arg, index === source.elements ? "element" : place));
      return { [source.operator]: args };
    }
    case "cel":
    case "text":
      // Values that are compared with a coming event are rendered as templates when the wait begins.
      if (place === "event") return templateOf(source);
      throw new BuilderError(
        "A text with templates cannot stand in a condition",
        "Compute it with .transform(id, …) before, and read its output",
      );
  }
}

function renderPlain(value: unknown, place: LogicPlace): Json {
  if (Array.isArray(value)) return value.map((item) => renderLogic(item, place));
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw new BuilderError(
    "A condition holds no objects but operators",
    "Compare single fields; logic({ … }) takes raw JSONLogic",
  );
}

function renderRef(source: RefSource, place: LogicPlace): Json {
  const { frame, path, otherwise } = source;
  if (frame !== place) {
    // Known when the wait begins.
    if (place === "event" && frame === "flow") return templateOf(source);
    throw new BuilderError(
      `"${path.join(".")}" cannot be read here`,
      place === "element"
        ? "Inside some, every, none and the like a condition sees one element of the list only"
        : "Read what the callback is given",
    );
  }
  const name = varPath(path, frame);
  return { var: otherwise === undefined ? name : [name, renderLogic(otherwise.value, place)] };
}

/** In a trigger's condition the fields of the payload are read without a prefix. */
function varPath(path: readonly string[], frame: Frame): string {
  const unnameable = path.find((name) => name === "" || name.includes("."));
  if (unnameable !== undefined) {
    throw new BuilderError(
      `JSONLogic cannot read the field ${JSON.stringify(unnameable)}: dots separate names there`,
      "Compute the value with .transform(id, …) before, and read its output",
    );
  }
  const [root, field] = path;
  if (frame === "element" || root !== "payload") return path.join(".");
  if (field === undefined) return "";
  // In a condition on an event, its own fields take precedence; inside an execution, the reserved names do.
  return frame === "flow" && RESERVED.has(field) ? path.join(".") : path.slice(1).join(".");
}
