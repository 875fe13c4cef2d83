import { AwsClient } from "aws4fetch";
import type { ExportTarget } from "./export-target.ts";

export interface S3Settings {
  readonly bucket: string;
  /** What names of objects begin with; empty, or with a slash at its end. */
  readonly prefix: string;
  /** The address of the store, such as `https://minio.internal:9000`; the bucket is the first part of the path. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A store has to take a file within this time, or the next round tries again. */
const MOST_MS = 5 * 60_000;

/** Objects of an S3-compatible store. It answers 200 when the object is durable. */
export function exportToS3(settings: S3Settings): ExportTarget {
  const { bucket, prefix, endpoint, region, accessKeyId, secretAccessKey, sessionToken } = settings;
  const client = new AwsClient({
    ...{ accessKeyId, secretAccessKey, region, service: "s3", retries: 0 },
    ...(sessionToken !== undefined && { sessionToken }),
  });
  return {
    place: `s3://${bucket}/${prefix}`,
    async write(name, text) {
      const key = `${prefix}${name}`.split("/").map(encodeURIComponent).join("/");
      const answer = await client.fetch(`${endpoint.replace(/\/+$/, "")}/${bucket}/${key}`, {
        method: "PUT",
        body: Buffer.from(text),
        headers: { "content-type": "application/x-ndjson" },
        signal: AbortSignal.timeout(MOST_MS),
      });
      const said = await answer.text();
      if (answer.status === 200) return;
      const code = /<Code>([^<]{1,100})<\/Code>/.exec(said)?.[1];
      throw new Error(
        `The store answered ${String(answer.status)}${code === undefined ? "" : ` (${code})`} to the file ${name} for ${bucket}.`,
      );
    },
  };
}
