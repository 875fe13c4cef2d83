import { pipeline, Readable, type Transform } from "node:stream";
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import type { BodyReader } from "./answer-body.ts";

type Parts = AsyncIterable<Uint8Array>;

/** More of them nobody means: each is one more decoder. */
const MOST_CODINGS = 5;
/** Gives what could be decoded of a body that ends too early, as browsers do. */
const LENIENT = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const LENIENT_BROTLI = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };

const DECODERS: Readonly<Record<string, (parts: Parts) => Parts>> = {
  gzip: (parts) => through(parts, createGunzip(LENIENT)),
  "x-gzip": (parts) => through(parts, createGunzip(LENIENT)),
  deflate: inflated,
  br: (parts) => through(parts, createBrotliDecompress(LENIENT_BROTLI)),
};

/**
 * The body without the codings of `Content-Encoding`. With a coding that is not known it stays as it is.
 *
 * @throws Error when there are too many
 */
export function decodedBody(body: BodyReader, contentEncoding: string | null): BodyReader {
  const codings = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "" && each !== "identity");
  if (codings.length === 0) return body;
  if (codings.length > MOST_CODINGS) throw new Error(`the answer has ${codings.length} content codings`);
  const decoders = codings
    .toReversed()
    .map((coding) => (Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined));
  if (decoders.includes(undefined)) return body;
  const parts = decoders.reduce<Parts>((inner, decode) => decode!(inner), partsOf(body));
  const iterator = parts[Symbol.asyncIterator]();
  return {
    async next() {
      const part = await iterator.next();
      return part.done === true ? undefined : part.value;
    },
    cancel() {
      body.cancel();
      void iterator.return?.().catch(() => undefined);
    },
  };
}

async function* partsOf(body: BodyReader): AsyncGenerator<Uint8Array> {
  for (let part = await body.next(); part !== undefined; part = await body.next()) yield part;
}

async function* through(parts: Parts, decoder: Transform): AsyncGenerator<Uint8Array> {
  // Errors end the iteration.
  yield* pipeline(Readable.from(parts), decoder, () => undefined) as AsyncIterable<Uint8Array>;
}

/** Some servers call the raw format `deflate`, others, as the standard does, the format with a zlib header. */
async function* inflated(parts: Parts): AsyncGenerator<Uint8Array> {
  const iterator = parts[Symbol.asyncIterator]();
  let first = await iterator.next();
  while (first.done !== true && first.value.byteLength === 0) first = await iterator.next();
  if (first.done === true) return;
  const { value } = first;
  async function* again(): AsyncGenerator<Uint8Array> {
    yield value;
    for (let part = await iterator.next(); part.done !== true; part = await iterator.next()) yield part.value;
  }
  const hasHeader = (value[0]! & 0x0f) === 0x08;
  yield* through(again(), hasHeader ? createInflate(LENIENT) : createInflateRaw(LENIENT));
}
