import type { Database } from "../../connection/open-database.ts";
import { inProject } from "../../projects/project-scope.ts";
import { isStorable } from "../storable.ts";

/** A file that came with a request. */
export interface EventFileRecord {
  readonly id: string;
  readonly eventId: string;
  /** The name of the form's field. */
  readonly field: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
}

export async function insertEventFiles(
  db: Database,
  project: string,
  files: readonly (EventFileRecord & { readonly bytes: Buffer })[],
): Promise<void> {
  if (files.length === 0) return;
  await db
    .insertInto("event_files")
    .values(
      files.map(({ id, eventId, field, name, mediaType, size, bytes }) => ({
        ...{ id, project, event_id: eventId, field, name, media_type: mediaType, size, bytes },
      })),
    )
    .execute();
}

/** Removes the files of an event that was not stored. */
export async function deleteEventFiles(db: Database, eventId: string): Promise<void> {
  await db.deleteFrom("event_files").where("event_id", "=", eventId).execute();
}

export async function findEventFile(
  db: Database,
  id: string,
): Promise<(EventFileRecord & { readonly bytes: Buffer }) | undefined> {
  if (!isStorable(id)) return undefined;
  return await db
    .selectFrom("event_files")
    .select(["id", "event_id as eventId", "field", "name", "media_type as mediaType", "size", "bytes"])
    .where("id", "=", id)
    .where(inProject(db, "event_files"))
    .executeTakeFirst();
}
