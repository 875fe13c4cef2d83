import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { createGiveWay } from "@tempograph/runtime";
import { formFields } from "./form-fields.ts";
import { refuseBody, type BodyRefused, type HookBody, type UploadedFile } from "./hook-body.ts";

/** A form of a person has far fewer parts; each one costs work before anything is known of it. */
const MAX_PARTS = 100;

/** How many bytes are parsed at a time. A body of a thousand tiny parts is so given up at the first hundred. */
const SLICE = 8 * 1_024;

/** Gives the bytes to the parser until there are `enough` parts, and lets others be served in between (I14). */
async function write(parser: BusboyInstance, bytes: Buffer, enough: () => boolean): Promise<void> {
  const giveWay = createGiveWay();
  for (let at = 0; at < bytes.length && !enough(); at += SLICE) {
    parser.write(bytes.subarray(at, at + SLICE));
    await giveWay();
  }
  if (!enough()) parser.end();
}

/** Reads a form whose fields may be files (`multipart/form-data`). Its bytes are in memory already, within the limit of the hook. */
export async function readMultipart(contentType: string, bytes: Buffer): Promise<HookBody | BodyRefused> {
  const fields: (readonly [string, string])[] = [];
  const files: UploadedFile[] = [];
  let tooMany = false;
  const readParts = (resolve: () => void, reject: (error: Error) => void): void => {
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
      // A body that ends within a file is an error of the file's stream. An error that nobody listens to would end the process.
      stream.on("error", reject);
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const content = Buffer.concat(chunks);
        // A browser sends an empty part for a file that nobody chose.
        if (content.length > 0 || name) files.push({ field, name: name || field, mediaType, bytes: content });
      });
    });
    parser.on("finish", resolve);
    parser.on("partsLimit", () => {
      tooMany = true;
      resolve();
    });
    parser.on("error", reject);
    write(parser, bytes, () => tooMany).catch(reject);
  };
  try {
    await new Promise<void>(readParts);
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
