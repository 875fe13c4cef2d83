/**
 * Names of headers, parameters and fields that are likely to hold a secret, in lower case with `-` between words: vendors say
 * `X-Auth-Key`, `Ocp-Apim-Subscription-Key`, `DD-APPLICATION-KEY`, `X-Functions-Key`, `accessToken`, `client_secret`. This is the one list: the
 * warning at save, redaction and the audit log read it. `Idempotency-Key` and `maxTokens` are no secrets.
 */
const SECRET_NAME = new RegExp(
  [
    "(^|-)(auth|bearer|dsn|jwt|otp|totp|pat|pwd|sid|sig)$",
    "authorization|cookie|credential|passw(or)?d|pass-?(phrase|code)|connection-?string|session-?id",
    "secrets?$|secret-|token$|signature$",
    "(^|-)x?(access|account|admin|api|app|application|auth|client|consumer|encryption|functions?|host|integration|license|master|private|secret|service|shared|signing|ssh|storage|subscription)-?keys?$",
  ].join("|"),
);
/** A longer name is judged by its end. */
const LONGEST = 256;

/** Whether a header, a query parameter or a field of this name is likely to hold a secret (I10). */
export function isSecretName(name: string): boolean {
  const words = name
    .slice(-LONGEST)
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-");
  return SECRET_NAME.test(words.toLowerCase());
}
