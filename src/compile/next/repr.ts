// repr() of constants, for messages. It covers what patterns can hold.

import { type Constant, ConstBytes, ConstComplex, ConstFloat } from '../../syntax/constant.ts';
import { quote } from '../unparse.ts';
import { textOf } from './compiler.ts';

/** repr() of a literal. */
export function constantRepr(c: Constant): string {
  if (c === null) return 'None';
  if (typeof c === 'boolean') return c ? 'True' : 'False';
  if (typeof c === 'number' || typeof c === 'bigint') return String(c);
  if (c instanceof ConstFloat) return floatRepr(c.v);
  if (c instanceof ConstComplex)
    return c.re === 0 && !Object.is(c.re, -0)
      ? `${plain(c.im)}j`
      : `(${plain(c.re)}${c.im < 0 ? '' : '+'}${plain(c.im)}j)`;
  if (c instanceof ConstBytes) {
    let s = '';
    for (const b of c.v)
      s +=
        b >= 32 && b < 127 && b !== 92 && b !== 39
          ? String.fromCharCode(b)
          : b === 92
            ? '\\\\'
            : b === 39
              ? "\\'"
              : `\\x${b.toString(16).padStart(2, '0')}`;
    return `b'${s}'`;
  }
  return quote(textOf(c));
}

const plain = (v: number): string => floatRepr(v).replace(/\.0$/, '');

function floatRepr(v: number): string {
  if (!Number.isFinite(v)) return Number.isNaN(v) ? 'nan' : v > 0 ? 'inf' : '-inf';
  if (Object.is(v, -0)) return '-0.0';
  const s = String(v);
  if (/e/.test(s)) return s.replace(/e([+-])(\d)$/, 'e$10$2');
  if (Math.abs(v) >= 1e16) return v.toExponential().replace(/e\+(\d)$/, 'e+0$1');
  if (Math.abs(v) < 1e-4 && v !== 0) return v.toExponential().replace(/e-(\d)$/, 'e-0$1');
  return s.includes('.') ? s : `${s}.0`;
}
