// The front door of this layer: source text or bytes in, syntax tree out.
// Invariant: throws PythonSyntaxError and nothing else (but what a warning handler throws).

import type { mod } from './ast.ts';
import { PythonSyntaxError } from './errors.ts';
import { checkFeatures, diagnose } from './diagnose.ts';
import { FastParser } from './parse-statements.ts';
import { decodeSource, normaliseNewlines } from './source.ts';
import { FAILED, TOO_DEEP } from './stream.ts';
import type { Mode, ParseOptions } from './stream.ts';

export { PythonSyntaxError } from './errors.ts';
export type { SyntaxErrorKind, WarningHandler } from './errors.ts';
export type { Mode, ParseOptions } from './stream.ts';
export { setUnicodeNameLookup } from './strings.ts';
export { addSourceCodec, decodeSource, findCookie } from './source.ts';

/** The minor version whose syntax is all there is to check for. */
const NEWEST_FEATURES = 14;

/** Parses a whole source. A str is taken as it is (its coding cookie is ignored); bytes are decoded as PEP 263 says. */
export function parse(source: string | Uint8Array, filename: string, mode: Mode, options: ParseOptions = {}): mod {
  if (typeof source === 'string' ? source.includes('\0') : source.includes(0)) {
    throw new PythonSyntaxError(
      'SyntaxError',
      'source code string cannot contain null bytes',
      filename,
      -1,
      -1,
      -1,
      -1,
      null,
    );
  }
  let text = typeof source === 'string' ? source : decodeSource(source, filename);
  if (typeof source === 'string' && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  text = normaliseNewlines(text, mode === 'exec');
  const parser = new FastParser(text, filename, mode, { ...options });
  try {
    const tree = parser.parse();
    const version = options.featureVersion ?? -1;
    if (version >= 0 && version < NEWEST_FEATURES) checkFeatures(text, filename, mode, { ...options });
    return tree;
  } catch (e) {
    if (e === TOO_DEEP || e instanceof RangeError) throw tooComplex(filename);
    if (e !== FAILED) throw e;
  }
  throw parser.nestingError() ?? explain(text, filename, mode, options, parser);
}

/** The error for a source the fast parser has refused. */
function explain(
  text: string,
  filename: string,
  mode: Mode,
  options: ParseOptions,
  parser: FastParser,
): PythonSyntaxError {
  try {
    return diagnose(text, filename, mode, { ...options });
  } catch (e) {
    // Nested too deeply to be explained: all that is known is where the parse stopped.
    if (e instanceof RangeError) return parser.plainError(text, filename);
    throw e;
  }
}

function tooComplex(filename: string): PythonSyntaxError {
  const msg = 'Parser stack overflowed - Python source too complex to compile';
  return new PythonSyntaxError('MemoryError', msg, filename, -1, -1, -1, -1, null);
}
