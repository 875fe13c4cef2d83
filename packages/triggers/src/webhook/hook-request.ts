/** A request at the address of a hook, before anything of it is believed. */
export interface HookRequest {
  readonly method: string;
  /** Names in lower case, as Node.js gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came. Signatures are made over them and not over what was parsed. */
  readonly body: Buffer;
}

/** The text of a header; undefined if it is absent or came several times. */
export function headerOf({ headers }: Pick<HookRequest, "headers">, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return typeof value === "string" && value !== "" ? value : undefined;
}
