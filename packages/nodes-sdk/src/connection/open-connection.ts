import type { FetchConnection } from "../context/node-fetch.ts";
import { EVERY_HOST } from "../egress/only-hosts.ts";
import { isNodeError, permanent, retryable } from "../error/node-error.ts";
import { textsIn } from "../redact/marked-secrets.ts";
import { type ConnectionSession, NO_SESSION } from "./connection-session.ts";
import type { ConnectionType } from "./connection-type.ts";
import type { StepConnection } from "./step-connection.ts";

/** A connection with its secrets, as it is stored. */
export interface ConnectionValues {
  readonly name: string;
  /** All fields of its type, secrets included. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The hosts to which whoever made it allows its credentials to be sent; absent: every host that its type and the stack allow. */
  readonly allowedHosts?: readonly string[];
}

export interface OpenedConnection {
  /** For `ctx.connection`. */
  readonly step: StepConnection;
  /** For `ctx.fetch`. */
  readonly fetch: FetchConnection;
  /** Every secret text, to be taken out of what the attempt leaves behind. */
  readonly secrets: readonly string[];
}

/**
 * A connection for one attempt: its fields checked by its type, and what adds its credentials to requests.
 *
 * @throws NodeError CONNECTION_INVALID, which names fields but never values (I10)
 */
export function openConnection(
  type: ConnectionType,
  { name, fields: values, allowedHosts }: ConnectionValues,
  session: ConnectionSession = NO_SESSION,
): OpenedConnection {
  const secrets = type.secretFields.flatMap((field) => textsIn(values[field]));
  const parsed = type.fields.safeParse(values);
  if (!parsed.success) {
    const places = [...new Set(parsed.error.issues.map(({ path }) => path.join(".")))].filter((place) => place !== "");
    throw invalid(type, name, `its fields do not fit the type${places.length === 0 ? "" : `: ${places.join(", ")}`}`);
  }
  const fields = Object.freeze({ ...parsed.data });
  const authorize: StepConnection["authorize"] = async (request) => {
    try {
      await type.authorize?.(request, fields, session);
    } catch (error) {
      // The error of a header that cannot be sent contains the header's value, so that neither message nor cause may be kept.
      if (session !== NO_SESSION) session.signal.throwIfAborted();
      throw isNodeError(error) ? error : invalid(type, name, "its credentials cannot be added to the request");
    }
  };
  const refused: FetchConnection["refused"] = async (request) => {
    if ((await type.refused?.(request, fields, session)) === true) throw tokenRefused(name);
  };
  const named = [type.hosts?.(fields), allowedHosts].filter((hosts) => hosts !== undefined);
  // Where nobody names hosts, the credentials may go to every host, but not readable.
  const onlyHosts = named.length === 0 ? [[EVERY_HOST]] : named;
  return {
    step: Object.freeze({ name, type: type.type, fields, onlyHosts, session, authorize }),
    fetch: { authorize, refused, onlyHosts },
    secrets,
  };
}

function tokenRefused(name: string) {
  const message = `The service refused the access token of the connection "${name}" with 401.`;
  return retryable("CONNECTION_TOKEN_REFUSED", message, {
    hint: "The next attempt gets a new token. If the service refuses that one as well, check the rights that the connection asks for.",
    details: { connection: name },
  });
}

function invalid({ type }: ConnectionType, name: string, why: string) {
  return permanent("CONNECTION_INVALID", `The connection "${name}" of the type ${type} cannot be used: ${why}.`, {
    hint: "Write the fields of the connection again, for example without a line break at the end of a secret; then retry the step.",
    details: { connection: name, type },
  });
}
