import type { JsonObject } from "../definition/json.ts";

/** The `config` of a trigger of the kind `form`. */
export interface FormConfig {
  readonly path?: string;
  readonly title: string;
  readonly description?: string;
  /** JSON Schema of the data: an object whose fields are texts, numbers, choices and boxes to tick. */
  readonly schema: JsonObject;
  /** The names of fields in the order in which they stand on the page. The others follow. */
  readonly order?: readonly string[];
  /** What stands on the button. Default: Send. */
  readonly button?: string;
  /** What somebody reads who has sent the form. */
  readonly thanks?: { readonly title?: string; readonly text?: string };
  /** Default: the thanks. `respond`: what a `respond` node says; after the time limit, the thanks. */
  readonly answer?: { readonly type: "thanks" } | { readonly type: "respond"; readonly timeoutSeconds?: number };
  /** The type of its events. Default: `form.submitted`. */
  readonly eventType?: string;
  /** The most forms that are sent in a minute, per API process. Default: 60. */
  readonly perMinute?: number;
}

export const FORM_SUBMITTED = "form.submitted";
export const FORM_PER_MINUTE = 60;
/** The most fields of a form. */
export const MAX_FORM_FIELDS = 100;
