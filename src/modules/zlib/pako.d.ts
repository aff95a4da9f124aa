// The parts of pako (zlib in JavaScript) that have no types of their own.

declare module 'pako/lib/zlib/zstream.js' {
  export default class ZStream {
    input: Uint8Array | null;
    next_in: number;
    avail_in: number;
    total_in: number;
    output: Uint8Array | null;
    next_out: number;
    avail_out: number;
    total_out: number;
    msg: string;
    state: unknown;
    adler: number;
  }
}
declare module 'pako/lib/zlib/deflate.js' {
  import type ZStream from 'pako/lib/zlib/zstream.js';
  const deflate: {
    deflateInit2(s: ZStream, level: number, method: number, wbits: number, memLevel: number, strategy: number): number;
    deflate(s: ZStream, flush: number): number;
    deflateSetDictionary(s: ZStream, dictionary: Uint8Array): number;
  };
  export default deflate;
}
declare module 'pako/lib/zlib/inflate.js' {
  import type ZStream from 'pako/lib/zlib/zstream.js';
  const inflate: {
    inflateInit2(s: ZStream, wbits: number): number;
    inflate(s: ZStream, flush: number): number;
    inflateSetDictionary(s: ZStream, dictionary: Uint8Array): number;
  };
  export default inflate;
}
