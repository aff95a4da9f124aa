// posix: the path algebra that posixpath takes from C: normpath and splitroot. Invariant: no file is looked at. (The _path_isdir … family exists on Windows only.)

import type { PyValue } from '../../objects/object.ts';
import { PyBytes, type PyStr, PyTuple } from '../../objects/shapes.ts';
import { fromPoints, isStr } from '../../objects/str/text.ts';
import { fspath } from '../support/fs.ts';

/** Applies a function on Latin-1 or UTF-16 text (only '/' and '.' matter to it) to a path of either kind. */
function onText(path: PyValue, f: (s: string) => string[]): PyValue[] {
  const p = fspath(path);
  if (typeof p === 'string') return f(p);
  if (isStr(p)) {
    if (p.points === null) return f(p.s);
    // Surrogate code units are neither '/' nor '.', so UTF-16 text may be cut at those; points are rebuilt after.
    return f((p as PyStr).s).map((s) => fromText(s));
  }
  const b = (p as PyBytes).b; // fspath gives str or bytes
  let s = '';
  for (let i = 0; i < b.length; i++) s += String.fromCharCode(b[i]);
  return f(s).map((part) => new PyBytes(Uint8Array.from(part, (c) => c.charCodeAt(0))));
}
function fromText(s: string): PyValue {
  const points: number[] = [];
  for (const c of s) points.push(c.codePointAt(0)!);
  return fromPoints(Uint32Array.from(points));
}

export function normpath(s: string): string {
  if (s === '') return '.';
  const slashes = s.startsWith('//') && !s.startsWith('///') ? '//' : s.startsWith('/') ? '/' : '';
  const out: string[] = [];
  for (const part of s.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (slashes === '' && out.length === 0) || (out.length > 0 && out[out.length - 1] === '..'))
      out.push(part);
    else if (out.length > 0) out.pop();
  }
  return slashes + out.join('/') || '.';
}

export function pathNormpath(path: PyValue): PyValue {
  return onText(path, (s) => [normpath(s)])[0];
}

export function pathSplitrootEx(path: PyValue): PyValue {
  return new PyTuple(
    onText(path, (s) => {
      if (!s.startsWith('/')) return ['', '', s];
      if (s.startsWith('//') && s.charCodeAt(2) !== 47) return ['', '//', s.slice(2)];
      return ['', '/', s.slice(1)];
    }),
  );
}
