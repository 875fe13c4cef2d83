import { loadKeyRing, type KeyRing } from "@tempograph/runtime";

/** From where the keys of payloads come, and whether new payloads are encrypted. */
export interface PayloadKeySettings {
  readonly file?: string | undefined;
  readonly command?: string | undefined;
  /** Makes the file at the first start. */
  readonly make: boolean;
  /** False: the keys only decrypt what was encrypted before. */
  readonly encrypt: boolean;
}

export interface PayloadKeys {
  readonly ring: KeyRing;
  readonly encrypt: boolean;
}

/** Reads the variables. Undefined: there are no keys, and nothing is encrypted. Throws an error that names the variable. */
export function readPayloadKeys(env: Readonly<Record<string, string | undefined>>): PayloadKeySettings | undefined {
  const value = (name: string): string | undefined => env[name]?.trim() || undefined;
  const file = value("TEMPOGRAPH_PAYLOAD_KEYS_FILE");
  const command = value("TEMPOGRAPH_PAYLOAD_KEYS_COMMAND");
  const encryption = value("TEMPOGRAPH_PAYLOAD_ENCRYPTION");
  if (encryption !== undefined && encryption !== "on" && encryption !== "off")
    throw new Error(`TEMPOGRAPH_PAYLOAD_ENCRYPTION is ${encryption}. Set it to on or off.`);
  if (file !== undefined && command !== undefined)
    throw new Error(
      "Set either TEMPOGRAPH_PAYLOAD_KEYS_FILE or TEMPOGRAPH_PAYLOAD_KEYS_COMMAND, but not both of them.",
    );
  if (file === undefined && command === undefined) {
    if (encryption === "on")
      throw new Error("TEMPOGRAPH_PAYLOAD_ENCRYPTION is on, but there are no keys: set TEMPOGRAPH_PAYLOAD_KEYS_FILE.");
    return undefined;
  }
  return { file, command, make: value("TEMPOGRAPH_PAYLOAD_KEYS_MAKE") === "1", encrypt: encryption !== "off" };
}

/** @throws Error if the keys cannot be read. */
export async function loadPayloadKeys(
  settings: PayloadKeySettings | undefined,
  onError: (error: Error) => void,
): Promise<PayloadKeys | undefined> {
  if (settings === undefined) return undefined;
  const { encrypt, ...source } = settings;
  return { ring: await loadKeyRing({ ...source, purpose: "payload keys", onError }), encrypt };
}
