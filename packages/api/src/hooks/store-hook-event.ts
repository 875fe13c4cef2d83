import { deleteEventFiles, insertEventFiles, newId } from "@tempograph/db";
import type { IngestResult } from "@tempograph/dispatch";
import type { FileReference, HookEvent, UploadedFile } from "@tempograph/triggers";
import type { AppDeps } from "../app/app-deps.ts";
import { refuse, type Result } from "../app/app-error.ts";
import { checkData, storeEvents } from "../app/send-events.ts";

/** A file that has its id, before it is stored. */
export type NamedFile = UploadedFile & FileReference;

export function nameFiles(files: readonly UploadedFile[]): readonly NamedFile[] {
  return files.map((file) => {
    const id = newId("file");
    return { ...file, id, size: file.bytes.length, url: `/event-files/${id}` };
  });
}

/** What the event says of a file. */
export const fileReference = ({ id, field, name, mediaType, size, url }: NamedFile): FileReference => ({
  ...{ id, field, name, mediaType, size, url },
});

/**
 * Stores the event of a request, with its files before it, so that an execution never misses them (I1). `eventId` is the event's if it is
 * stored; an equal one that was stored before keeps its own.
 */
export async function storeHookEvent(
  deps: AppDeps,
  eventId: string,
  source: string,
  { type, id, data, compared }: HookEvent,
  files: readonly NamedFile[],
): Promise<Result<IngestResult>> {
  const error = checkData(data);
  if (error !== undefined) return refuse(error);
  await insertEventFiles(
    deps.db,
    deps.project,
    files.map((file) => ({ ...file, eventId })),
  );
  const [stored] = await storeEvents(deps, [
    { eventId, type, source, data, compared, ...(id !== undefined && { idempotencyKey: `${source}#${id}` }) },
  ]);
  if (files.length > 0 && !(stored!.ok && stored!.value.outcome === "stored")) await deleteEventFiles(deps.db, eventId);
  return stored!;
}
