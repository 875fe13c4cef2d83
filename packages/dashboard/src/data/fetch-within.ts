/**
 * Fetches, and gives up when nothing has arrived for a time: a connection may be gone without its ends being told. An answer that is large or slow
 * may take any time, as long as more of it comes.
 */
export async function fetchWithin(
  quietMs: number,
  input: RequestInfo | URL,
  init: RequestInit = {},
): Promise<Response> {
  const quiet = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => clearTimeout(timer);
  const heard = (): void => {
    end();
    timer = setTimeout(() => quiet.abort(), quietMs);
  };
  heard();
  try {
    const signal = init.signal == null ? quiet.signal : AbortSignal.any([init.signal, quiet.signal]);
    const answer = await fetch(input, { ...init, signal });
    // Chromium gives an empty stream here, which no Response can be made of.
    if (answer.body === null || answer.status === 204) {
      end();
      return answer;
    }
    heard();
    const watch = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(part, controller) {
        heard();
        controller.enqueue(part);
      },
      flush: end,
    });
    return new Response(answer.body.pipeThrough(watch), answer);
  } catch (error) {
    end();
    throw error;
  }
}
