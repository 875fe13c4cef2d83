import { randomBytes } from "node:crypto";
import type { JsonObject } from "@tempograph/graph";
import { createKeyRing, open, seal, type KeyRing } from "@tempograph/runtime";

/** The secret fields of a connection as its row holds them (I10). */
export interface SealedSecrets {
  /** The fields as JSON, encrypted with the data key. */
  readonly secrets: Buffer;
  /** A key of this row only, encrypted with a master key. */
  readonly dataKey: Buffer;
  /** The master key that `dataKey` was encrypted with. */
  readonly keyId: string;
}

/** The row to which encrypted values are bound: moved to another row, they cannot be opened. */
export interface ConnectionPlace {
  readonly project: string;
  readonly id: string;
}

/**
 * Encrypts the secret fields of a connection with a new key of their own, and this key with the current master key. So a new master
 * key means that short keys are encrypted again, and no secret has to be decrypted for it.
 */
export function sealSecrets(master: KeyRing, place: ConnectionPlace, fields: JsonObject): SealedSecrets {
  const dataKey = randomBytes(32);
  return {
    secrets: seal(rowRing(dataKey, place), Buffer.from(JSON.stringify(fields)), contextOf("secrets", place)),
    ...wrap(master, place, dataKey),
  };
}

/** @throws KeyMissingError which names the master key that is missing; SealError for a row that was changed */
export function openSecrets(
  master: KeyRing,
  place: ConnectionPlace,
  sealed: Pick<SealedSecrets, "secrets" | "dataKey">,
): JsonObject {
  const fields = open(ringOfRow(master, place, sealed), sealed.secrets, contextOf("secrets", place));
  return JSON.parse(fields.toString("utf8")) as JsonObject;
}

/** Encrypts the key of a row with the current master key. The secrets themselves stay encrypted. */
export function rewrapDataKey(
  master: KeyRing,
  place: ConnectionPlace,
  sealed: Pick<SealedSecrets, "dataKey">,
): Pick<SealedSecrets, "dataKey" | "keyId"> {
  return wrap(master, place, openDataKey(master, place, sealed));
}

/**
 * Encrypts what was obtained with the credentials of a connection by the key of its row. So it needs no key of its own, and it becomes
 * unreadable when other credentials are written.
 */
export function sealObtained(
  master: KeyRing,
  place: ConnectionPlace,
  row: Pick<SealedSecrets, "dataKey">,
  value: JsonObject,
): Buffer {
  return seal(ringOfRow(master, place, row), Buffer.from(JSON.stringify(value)), contextOf("obtained", place));
}

/** @throws KeyMissingError, and SealError also where it was obtained with other credentials */
export function openObtained(
  master: KeyRing,
  place: ConnectionPlace,
  row: Pick<SealedSecrets, "dataKey">,
  sealed: Buffer,
): JsonObject {
  const value = open(ringOfRow(master, place, row), sealed, contextOf("obtained", place));
  return JSON.parse(value.toString("utf8")) as JsonObject;
}

function wrap(master: KeyRing, place: ConnectionPlace, dataKey: Buffer): Pick<SealedSecrets, "dataKey" | "keyId"> {
  return { keyId: master.current.id, dataKey: seal(master, dataKey, contextOf("key", place)) };
}

function openDataKey(master: KeyRing, place: ConnectionPlace, { dataKey }: Pick<SealedSecrets, "dataKey">): Buffer {
  return open(master, dataKey, contextOf("key", place));
}

function ringOfRow(master: KeyRing, place: ConnectionPlace, row: Pick<SealedSecrets, "dataKey">): KeyRing {
  return rowRing(openDataKey(master, place, row), place);
}

function rowRing(secret: Buffer, { id }: ConnectionPlace): KeyRing {
  const key = { id: "row", secret };
  return createKeyRing("data key", `the connection ${id}`, { current: key.id, keys: new Map([[key.id, key]]) });
}

function contextOf(what: "secrets" | "key" | "obtained", { project, id }: ConnectionPlace): string {
  return `connection ${what} ${project}/${id}`;
}
