import type { FormConfig, Json } from "@tempograph/graph";
import type { FormField } from "./field-error.ts";
import { attributes, escapeHtml } from "./html.ts";
import { page, paragraphs } from "./page.ts";
import { fieldsOf, textOf } from "./read-form.ts";

/** A field that people do not see. Programs that fill in everything fill it in. */
export const HONEYPOT = "_website";
/** The field with the signed time at which the page was made. */
export const STAMP = "_stamp";

/** What somebody has sent before, to be corrected. The error of the empty name belongs to the form as a whole. */
export interface Filled {
  readonly sent: Readonly<Record<string, Json>>;
  readonly errors: ReadonlyMap<string, string>;
}

/** The page of a form. It needs no JavaScript: the browser checks what it can, the server checks everything. */
export function renderForm(config: FormConfig, stamp: string, filled?: Filled): string {
  const fields = fieldsOf(config).map(([name, field]) => renderField(config, name, field, filled));
  const whole = filled?.errors.get("");
  return page(
    config.title,
    [
      paragraphs(config.description),
      whole === undefined ? "" : `<p class="error" role="alert">${escapeHtml(whole)}</p>`,
      `<form method="post" accept-charset="utf-8">`,
      ...fields,
      `<div class="extra" aria-hidden="true"><label for="${HONEYPOT}">Leave this empty</label><input id="${HONEYPOT}" name="${HONEYPOT}" tabindex="-1" autocomplete="off"></div>`,
      `<input type="hidden"${attributes({ name: STAMP, value: stamp })}>`,
      `<button>${escapeHtml(config.button ?? "Send")}</button>`,
      "</form>",
    ].join("\n"),
  );
}

export function renderThanks({ title, thanks = {} }: FormConfig): string {
  return page(thanks.title ?? "Thank you", paragraphs(thanks.text ?? `${title}: it has arrived.`));
}

/** A page that only says something. */
export function renderNotice(title: string, text: string): string {
  return page(title, paragraphs(text));
}

function renderField({ schema }: FormConfig, name: string, field: FormField, filled: Filled | undefined): string {
  const required = Array.isArray(schema["required"]) && schema["required"].includes(name);
  const error = filled?.errors.get(name);
  // A box that is not ticked is absent from what was sent, so the default counts for a new page only.
  const sent = filled === undefined ? field["default"] : filled.sent[name];
  const value = sent === undefined || typeof sent === "object" ? undefined : textOf(sent);
  const label = escapeHtml(String(field["title"] ?? name));
  const described = [error !== undefined && `${name}-error`, field["description"] !== undefined && `${name}-hint`];
  const common = {
    id: name,
    name,
    "aria-invalid": error === undefined ? undefined : "true",
    "aria-describedby": described.filter(Boolean).join(" ") || undefined,
  };
  const more = [
    field["description"] === undefined
      ? ""
      : `<p class="hint"${attributes({ id: `${name}-hint` })}>${escapeHtml(String(field["description"]))}</p>`,
    error === undefined ? "" : `<p class="error"${attributes({ id: `${name}-error` })}>${escapeHtml(error)}</p>`,
  ].join("");
  if (field["type"] === "boolean") {
    // A box that has to be ticked, such as the consent to something.
    const ticked = field["const"] === true;
    const box = attributes({
      ...common,
      required: ticked,
      type: "checkbox",
      value: "true",
      checked: sent !== undefined && sent !== false,
    });
    return `<label><input${box}>${label}${ticked ? " *" : ""}</label>${more}`;
  }
  const control = renderControl(field, { ...common, required }, value);
  return `<label${attributes({ for: name })}>${label}${required ? " *" : ""}</label>${control}${more}`;
}

function renderControl(
  field: FormField,
  common: Readonly<Record<string, string | boolean | undefined>>,
  value: string | undefined,
): string {
  const number = (name: string) => (typeof field[name] === "number" ? field[name] : undefined);
  if (Array.isArray(field["enum"])) {
    const option = (text: string, shown: string) =>
      `<option${attributes({ value: text, selected: text === (value ?? "") })}>${escapeHtml(shown)}</option>`;
    const options = field["enum"].map((one) => option(textOf(one), textOf(one)));
    return `<select${attributes(common)}>${option("", "")}${options.join("")}</select>`;
  }
  if (field["type"] === "number" || field["type"] === "integer") {
    const step = number("multipleOf") ?? (field["type"] === "integer" ? 1 : "any");
    const limits = { min: number("minimum"), max: number("maximum"), step };
    return `<input${attributes({ ...common, type: "number", ...limits, value })}>`;
  }
  const length = { minlength: number("minLength"), maxlength: number("maxLength") };
  if (field["format"] === "textarea")
    return `<textarea${attributes({ ...common, ...length })}>\n${escapeHtml(value ?? "")}</textarea>`;
  const type = INPUT_TYPES[String(field["format"])] ?? "text";
  return `<input${attributes({ ...common, type, ...length, value })}>`;
}

const INPUT_TYPES: Readonly<Record<string, string>> = { date: "date", email: "email", uri: "url", time: "time" };
