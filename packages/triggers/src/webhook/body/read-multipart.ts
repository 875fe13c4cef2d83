import { Busboy } from "@fastify/busboy";
import { formFields } from "./form-fields.ts";
import { refuseBody, type BodyRefused, type HookBody, type UploadedFile } from "./hook-body.ts";

/** A form of a person has far fewer parts; each one costs work before anything is known of it. */
const MAX_PARTS = 100;

/** Reads a form whose fields may be files (`multipart/form-data`). Its bytes are in memory already, within the limit of the hook. */
export async function readMultipart(contentType: string, bytes: Buffer): Promise<HookBody | BodyRefused> {
  const fields: (readonly [string, string])[] = [];
  const files: UploadedFile[] = [];
  let tooMany = false;
  try {
    const parser = new Busboy({
      headers: { "content-type": contentType },
      limits: {
        parts: MAX_PARTS,
        headerPairs: 20,
        fieldNameSize: 200,
        fieldSize: bytes.length,
        fileSize: bytes.length,
      },
    });
    parser.on("field", (name, value) => fields.push([name, value]));
    parser.on("file", (field, stream, name, _encoding, mediaType) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const content = Buffer.concat(chunks);
        // A browser sends an empty part for a file that nobody chose.
        if (content.length > 0 || name) files.push({ field, name: name || field, mediaType, bytes: content });
      });
    });
    parser.on("partsLimit", () => (tooMany = true));
    await new Promise<void>((resolve, reject) => {
      parser.on("finish", resolve);
      parser.on("error", reject);
      parser.end(bytes);
    });
  } catch {
    return refuseBody(
      400,
      "INVALID_INPUT",
      "The body is no form as its Content-Type says.",
      "Send multipart/form-data with the boundary that the Content-Type names.",
    );
  }
  return tooMany
    ? refuseBody(413, "PAYLOAD_TOO_LARGE", `The form has more than ${MAX_PARTS} parts.`, "Send fewer parts.")
    : { body: formFields(fields), files };
}
