import type { Json } from "@tempograph/graph";

/** A file that came with a request. It is stored by itself; the event holds a reference to it. */
export interface UploadedFile {
  /** The name of the form's field; `body` for a request whose whole body is a file. */
  readonly field: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** The body of a request as data. */
export interface HookBody {
  /** JSON as sent, the fields of a form as an object, a text, or null where there is none. */
  readonly body: Json;
  readonly files: readonly UploadedFile[];
}

/** Why a body cannot be read. */
export interface BodyRefused {
  readonly refused: {
    readonly status: 400 | 413 | 415;
    readonly code: "INVALID_INPUT" | "JSON_SYNTAX" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE";
    readonly detail: string;
    readonly hint: string;
  };
}

export function refuseBody(
  status: BodyRefused["refused"]["status"],
  code: BodyRefused["refused"]["code"],
  detail: string,
  hint: string,
): BodyRefused {
  return { refused: { status, code, detail, hint } };
}
