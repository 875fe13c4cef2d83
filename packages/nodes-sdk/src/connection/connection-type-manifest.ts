import type { ConnectionTypeManifest } from "@tempograph/graph";
import type { NodePack } from "../define/node-pack.ts";
import type { ConnectionType } from "./connection-type.ts";

/** The manifest of a connection type, as data: for the API, forms and the validator. */
export function connectionTypeManifest(
  { type, title, description, schema, secretFields, authorize, hosts, signIn, test }: ConnectionType,
  pack: Pick<NodePack, "name" | "version">,
): ConnectionTypeManifest {
  return {
    type,
    title,
    description,
    fields: schema,
    secretFields: [...secretFields],
    authorizes: authorize !== undefined,
    namesHosts: hosts !== undefined,
    ...(signIn !== undefined && { signsIn: true as const }),
    testable: test !== undefined,
    pack: { name: pack.name, version: pack.version },
  };
}
