import { isAbsolute } from "node:path";
import type { S3Settings } from "./export-to-s3.ts";

/** A folder, or a bucket. */
export type ExportSettings = { readonly folder: string } | { readonly s3: S3Settings };

/** Reads where rows are exported to before retention removes them. Undefined: they are removed without an export. */
export function readExportSettings(env: NodeJS.ProcessEnv): ExportSettings | undefined {
  const value = env["TEMPOGRAPH_RETENTION_EXPORT"];
  if (value === undefined || value === "") return undefined;
  if (isAbsolute(value)) return { folder: value };
  const [, bucket, path = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(value) ?? [];
  if (bucket === undefined)
    throw new Error(
      `TEMPOGRAPH_RETENTION_EXPORT is ${value}. Set it to an absolute path, or to s3://<bucket>/<prefix>.`,
    );
  const region = env["AWS_REGION"] ?? "us-east-1";
  const [accessKeyId, secretAccessKey] = [env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"]];
  if (!accessKeyId || !secretAccessKey)
    throw new Error(`TEMPOGRAPH_RETENTION_EXPORT is ${value}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, too.`);
  const endpoint = env["AWS_ENDPOINT_URL_S3"] ?? `https://s3.${region}.amazonaws.com`;
  if (!URL.canParse(endpoint))
    throw new Error(`AWS_ENDPOINT_URL_S3 is ${endpoint}. Set it to a URL, such as https://minio.internal:9000.`);
  const prefix = path === "" || path.endsWith("/") ? path : `${path}/`;
  const sessionToken = env["AWS_SESSION_TOKEN"] || undefined;
  return { s3: { bucket, prefix, endpoint, region, accessKeyId, secretAccessKey, sessionToken } };
}
