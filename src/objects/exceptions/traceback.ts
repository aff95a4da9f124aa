// Traceback objects. Invariant: the chain from `next` is acyclic; `lasti` is an instruction index of the frame's code
// (shown in bytes, as CPython's). The line is worked out from it unless given.

import { None, PyObject, type PyValue } from '../object.ts';
import { defineType } from '../native.ts';
import { PyFrame } from '../frame.ts';
import { PyList } from '../shapes.ts';
import { makeBuiltinType, type PyType, typeOf } from '../type.ts';
import { index } from '../protocol/operators.ts';
import { typeError, valueError } from './raise.ts';
import { byteOffset } from '../code-offsets.ts';

export class PyTraceback extends PyObject {
  /** The line, when it was given or asked for; -1 while it must be worked out. */
  lineno = -1;
  constructor(
    readonly frame: PyFrame,
    /** Index of the instruction (not bytes). */
    readonly lasti: number,
    public next: PyTraceback | null,
  ) {
    super();
  }
}
export const tracebackType = makeBuiltinType('traceback', PyTraceback);

/** The line of a traceback entry, or null when the instruction has none. */
export function tracebackLine(tb: PyTraceback): number | null {
  if (tb.lineno !== -1) return tb.lineno;
  const code = tb.frame.code.code;
  const line = tb.lasti < 0 ? code.firstlineno : code.positions[tb.lasti * 4];
  return line === undefined || line < 0 ? null : line;
}

defineType(tracebackType, {
  doc: 'Create a new traceback object.',
  new: [
    '(tb_next, tb_frame, tb_lasti, tb_lineno)',
    (_t: PyType, next: PyValue, frame: PyValue, lasti: PyValue, lineno: PyValue) => {
      if (next !== None && !(next instanceof PyTraceback)) {
        throw typeError(`expected traceback object or None, got '${typeOf(next).name}'`);
      }
      if (!(frame instanceof PyFrame)) throw typeError(`traceback() argument 'tb_frame' must be frame, not ${typeOf(frame).name}`);
      const tb = new PyTraceback(frame, Number(index(lasti)) >> 1, next === None ? null : (next as PyTraceback)); // checked above
      tb.lineno = Number(index(lineno));
      return tb;
    },
  ],
  methods: {
    '__dir__()': () => new PyList(['tb_frame', 'tb_next', 'tb_lasti', 'tb_lineno']),
  },
  getset: {
    tb_frame: [(tb: PyTraceback) => tb.frame],
    tb_lasti: [(tb: PyTraceback) => (tb.lasti < 0 ? -1 : byteOffset(tb.frame.code.code, tb.lasti))],
    tb_lineno: [(tb: PyTraceback) => tracebackLine(tb) ?? None],
    tb_next: [
      (tb: PyTraceback) => tb.next ?? None,
      (tb: PyTraceback, v) => {
        if (v === undefined) throw typeError("can't delete tb_next attribute");
        if (v === None) {
          tb.next = null;
          return;
        }
        if (!(v instanceof PyTraceback)) throw typeError(`expected traceback object, got '${typeOf(v).name}'`);
        for (let c: PyTraceback | null = v; c !== null; c = c.next) if (c === tb) throw valueError('traceback loop detected');
        tb.next = v;
      },
    ],
  },
});
