import { celLiteral, templateOf } from "./render-data.ts";
import { sourceOf, valueOf, type DataValue } from "./value.ts";

type Scalar = string | number | boolean;

/**
 * A text with references in it.
 *
 *     t`Hi ${payload.name}!`        // "Hi {{ payload.name }}!"
 *
 * The text around the references is text: braces in it stay braces. A list or an object is put in as JSON.
 */
export function t(
  texts: TemplateStringsArray,
  ...values: readonly (Scalar | DataValue<Scalar | readonly unknown[] | object>)[]
): DataValue<string> {
  const [only] = values;
  const source = values.length === 1 && texts.join("") === "" ? sourceOf(only) : undefined;
  // A string that is one template would keep the value's type, but the result must be text.
  if (source !== undefined && source.kind !== "text") return text(`{{ string(${celLiteral(only)}) }}`);
  let whole = plain(texts[0] ?? "");
  for (const [index, value] of values.entries()) {
    const inner = sourceOf(value);
    whole += (inner === undefined ? plain(String(value)) : templateOf(inner)) + plain(texts[index + 1] ?? "");
  }
  return text(whole);
}

/**
 * A CEL expression. References stand in it as paths, plain values as literals.
 *
 *     cel<number>`${payload.total} * 2 + size(${payload.items})`     // "{{ payload.total * 2 + size(payload.items) }}"
 */
export function cel<T>(texts: TemplateStringsArray, ...values: readonly unknown[]): DataValue<T> {
  const whole = values.reduce<string>(
    (before, value, index) => before + celLiteral(value) + (texts[index + 1] ?? ""),
    texts[0] ?? "",
  );
  return valueOf({ kind: "cel", text: whole.trim() }) as unknown as DataValue<T>;
}

function text(whole: string): DataValue<string> {
  return valueOf({ kind: "text", text: whole }) as unknown as DataValue<string>;
}

/** The graph reads `{{` as the beginning of a template. */
function plain(words: string): string {
  return words.replaceAll("{{", '{{ "{{" }}');
}
