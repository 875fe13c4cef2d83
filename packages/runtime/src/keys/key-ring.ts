/** One key: 32 random bytes, for AES-256-GCM or as the seed of an Ed25519 key. */
export interface Key {
  readonly id: string;
  readonly secret: Buffer;
}

/** The keys of one purpose. New values get the current key; each value names the key that it was made with, so older keys still read theirs. */
export interface KeyRing {
  /** What the keys are for, as it stands in errors: `payload keys`. */
  readonly purpose: string;
  /** Where the keys come from, as it stands in errors: the path of a file, or a command. */
  readonly place: string;
  readonly current: Key;
  readonly all: readonly Key[];
  get(id: string): Key | undefined;
}

/** Thrown if a value was made with a key that the ring does not have. */
export class KeyMissingError extends Error {
  readonly code = "KEY_MISSING";
  readonly purpose: string;
  readonly keyId: string;

  constructor({ purpose, place }: Pick<KeyRing, "purpose" | "place">, keyId: string) {
    super(
      `The ${purpose} in ${place} do not contain the key "${keyId}", which a stored value needs. ` +
        `Hint: add this key again under its id, from a back-up or from another machine of this installation. Without it the value cannot be read.`,
    );
    this.name = "KEY_MISSING";
    this.purpose = purpose;
    this.keyId = keyId;
  }
}

/** The keys as they stand in a file: `current` is the id of one of them. */
export interface Keys {
  readonly current: string;
  readonly keys: ReadonlyMap<string, Key>;
}

const KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9._-]{1,64}$/;
const SHAPE = '{ "current": "<id>", "keys": { "<id>": "<base64 of 32 bytes>" } }';

/** Reads `SHAPE`. Errors name the place, and never quote the text, because it contains the keys. */
export function parseKeys(text: string, purpose: string, place: string): Keys {
  const broken = (where: string, what: string): Error =>
    new Error(`The ${purpose} in ${place} cannot be used: ${where} ${what}. Hint: the form is ${SHAPE}.`);
  const content = parseJson(text);
  if (content === undefined) throw broken("the text", "is not JSON");
  if (!isObject(content)) throw broken("the text", "is not a JSON object");
  const { current, keys: given } = content;
  if (!isObject(given)) throw broken("/keys", "is not an object");
  const keys = new Map<string, Key>();
  for (const [id, encoded] of Object.entries(given)) {
    const where = `/keys/${id}`;
    if (!KEY_ID.test(id))
      throw broken(where, "has an id that is not 1 to 64 letters, digits, dots, dashes and underscores");
    const secret = typeof encoded === "string" ? Buffer.from(encoded, "base64") : undefined;
    if (secret?.length !== KEY_BYTES) throw broken(where, `is not the base64 of ${KEY_BYTES} bytes`);
    keys.set(id, { id, secret });
  }
  if (typeof current !== "string" || !keys.has(current)) throw broken("/current", "is not the id of a key in /keys");
  return { current, keys };
}

export function printKeys({ current, keys }: Keys): string {
  const encoded = Object.fromEntries([...keys.values()].map(({ id, secret }) => [id, secret.toString("base64")]));
  return `${JSON.stringify({ current, keys: encoded }, null, 2)}\n`;
}

/** A ring that stays as it is; `loadKeyRing` makes rings that follow their file. */
export function createKeyRing(purpose: string, place: string, { current, keys }: Keys): KeyRing {
  return { purpose, place, current: keys.get(current)!, all: [...keys.values()], get: (id) => keys.get(id) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The error of JSON.parse quotes the text around the fault.
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
