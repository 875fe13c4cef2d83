import type { BodyReader } from "./answer-body.ts";

interface Head {
  readonly url: string;
  readonly redirected: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
}

/** The types declare fields of `Response`, which are accessors and methods in truth: only those can be replaced. */
const StandardResponse = Response as unknown as new (body: null, init: ResponseInit) => Pick<Response, "headers">;

/** The answer to a request as a standard `Response`. @throws RangeError or TypeError for a status or headers that no `Response` can have */
export function egressResponse(body: BodyReader | null, head: Head): Response {
  return new EgressResponse(body, head) as unknown as Response;
}

/**
 * A standard `Response` whose body is read without streams, unless somebody asks for `body` or `clone()`: mostly a body is one part that
 * is there already.
 */
class EgressResponse extends StandardResponse {
  readonly #head: Head;
  #reader: BodyReader | null;
  #stream: Stream | undefined;
  #isUsed = false;

  constructor(reader: BodyReader | null, head: Head) {
    super(null, head);
    this.#reader = reader;
    this.#head = head;
  }

  get url(): string {
    return this.#head.url;
  }

  get redirected(): boolean {
    return this.#head.redirected;
  }

  get bodyUsed(): boolean {
    return this.#isUsed;
  }

  get body(): Stream | null {
    if (this.#reader === null) return null;
    this.#stream ??= streamOf(this.#reader, (stream) => {
      if (stream === this.#stream) this.#isUsed = true;
    });
    return this.#stream;
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    this.#assertUnused();
    if (this.#reader === null) return new Uint8Array();
    this.#isUsed = true;
    const parts: Uint8Array[] = [];
    let length = 0;
    for (let part = await this.#reader.next(); part !== undefined; part = await this.#reader.next()) {
      parts.push(part);
      length += part.byteLength;
    }
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.byteLength;
    }
    return bytes;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async blob(): Promise<Blob> {
    return await this.#standard(await this.bytes()).blob();
  }

  async formData(): Promise<FormData> {
    return await this.#standard(await this.bytes()).formData();
  }

  clone(): Response {
    this.#assertUnused();
    if (this.#reader === null) return egressResponse(null, this.#head);
    const [mine, other] = (this.#stream ?? streamOf(this.#reader, () => undefined)).tee();
    this.#stream = undefined;
    this.#reader = readerOf(mine);
    return egressResponse(readerOf(other), this.#head);
  }

  #assertUnused(): void {
    if (this.#isUsed || this.#stream?.locked === true) throw new TypeError("The body has already been read.");
  }

  #standard(body: Uint8Array<ArrayBuffer>): Response {
    return new Response(body, { headers: this.headers });
  }
}

type Stream = ReadableStream<Uint8Array<ArrayBuffer>>;

function streamOf(reader: BodyReader, noteUse: (stream: Stream) => void): Stream {
  const stream: Stream = new ReadableStream(
    {
      async pull(controller) {
        noteUse(stream);
        const part = await reader.next();
        if (part === undefined) controller.close();
        else controller.enqueue(part as Uint8Array<ArrayBuffer>);
      },
      cancel() {
        noteUse(stream);
        reader.cancel();
      },
    },
    // Nothing is read before somebody asks.
    { highWaterMark: 0 },
  );
  return stream;
}

function readerOf(stream: Stream): BodyReader {
  const reader = stream.getReader();
  return {
    async next() {
      return (await reader.read()).value;
    },
    cancel: () => void reader.cancel().catch(() => undefined),
  };
}
