import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { isNodeError, type NodeError, retryable } from "@tempograph/nodes-sdk";
import { notAllowed, notFound, type SecretProvider } from "./secret-provider.ts";

const MOST_BYTES = 64 * 1024;

/**
 * Secrets in files, as `file:crm/token` or `file:/run/secrets/crm/token`: what Docker and Kubernetes mount. Only files below `folder`
 * are read; in it `{project}` stands for the connection's project. Symbolic links are followed as long as they stay below it,
 * because Kubernetes mounts secrets as links. One line break at the end is not part of the value.
 */
export function fileSecrets(folder: string): SecretProvider {
  return {
    scheme: "file",
    async read({ reference, name, project }) {
      const root = folder.replaceAll("{project}", project);
      const path = isAbsolute(name) ? resolve(name) : join(root, name);
      if (!isBelow(path, resolve(root))) throw outside(reference, root);
      try {
        const [realRoot, real] = await Promise.all([realpath(root), realpath(path)]);
        if (!isBelow(real, realRoot)) throw outside(reference, root);
        return await readSmall(real, reference);
      } catch (error) {
        if (isNodeError(error)) throw error;
        throw unreadable(error, reference, root);
      }
    },
  };
}

function isBelow(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function readSmall(path: string, reference: string): Promise<string> {
  // Without NONBLOCK the opening of a named pipe would wait until somebody writes into it.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size } = await file.stat().then((stat) => {
      if (!stat.isFile()) throw notFound(reference, "it is not a file", "Name a file.");
      return stat;
    });
    if (size > MOST_BYTES)
      throw notFound(reference, `it is larger than ${MOST_BYTES} bytes`, "Name the secret's file.");
    return (await file.readFile("utf8")).replace(/\r?\n$/, "");
  } finally {
    await file.close();
  }
}

function outside(reference: string, root: string): NodeError {
  const hint = `Put the file below ${root}, or change TEMPOGRAPH_SECRETS_FOLDER.`;
  return notAllowed(reference, "it is outside of the folder that the installation declares", hint);
}

function unreadable(error: unknown, reference: string, root: string): NodeError {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown";
  if (code === "ENOENT" || code === "ENOTDIR")
    return notFound(reference, "there is no such file", `Put the file below ${root} on every worker.`);
  return retryable("SECRET_STORE_UNAVAILABLE", `The secret ${reference} cannot be read: ${code}.`, {
    hint: "Let the worker's account read the file.",
    details: { reference },
    cause: error,
  });
}
