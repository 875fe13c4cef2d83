/** The codec endpoint, which the pages of Temporal's Web UI call. */
export const isCodecPath = (path: string): boolean => /^\/codec\/(de|en)code$/.test(path);

/**
 * Lets the pages of Temporal's Web UI call the codec endpoint, and nothing else, with a token or with the cookie of a session. Gives the
 * headers for such a request; undefined for every other one.
 */
export function createCodecCors(
  temporalUiUrl: string | undefined,
): (path: string, origin: string | undefined) => Readonly<Record<string, string>> | undefined {
  const allowed = temporalUiUrl === undefined ? undefined : new URL(temporalUiUrl).origin;
  return (path, origin) =>
    origin === undefined || origin !== allowed || !isCodecPath(path)
      ? undefined
      : {
          "access-control-allow-origin": origin,
          "access-control-allow-credentials": "true",
          "access-control-allow-methods": "POST",
          "access-control-allow-headers": "authorization, authorization-extras, content-type, x-namespace",
          vary: "origin",
        };
}
