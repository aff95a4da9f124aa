// Traceback objects. Invariant: the chain from `next` is acyclic; `lasti` is an instruction index of the frame's code
// (shown in bytes, as CPython's). The line is worked out from it unless given.

import { None, type PyValue } from '../object.ts';
import { defineType } from '../native.ts';
import { PyFrame, PyTraceback, tracebackType } from '../frame.ts';
import { PyList } from '../shapes.ts';
import { type PyType, typeOf } from '../type.ts';
import { index } from '../protocol/operators.ts';
import { typeError, valueError } from './raise.ts';
import { byteOffset, instructionAt } from '../code-offsets.ts';

/** The line of a traceback entry, or null when the instruction has none. */
export function tracebackLine(tb: PyTraceback): number | null {
  if (tb.lineno !== -1) return tb.lineno;
  const code = tb.frame.code.code;
  const line = tb.lasti < 0 ? code.firstlineno : code.positions[tb.lasti * 4];
  return line === undefined || line < 0 ? null : line;
}

/** `tb_lasti` as given to the constructor, which need not be that of an instruction. */
const givenOffsets = new WeakMap<PyTraceback, number>();

defineType(tracebackType, {
  doc: 'Create a new traceback object.',
  new: [
    '(tb_next, tb_frame, tb_lasti, tb_lineno)',
    (_t: PyType, next: PyValue, frame: PyValue, lasti: PyValue, lineno: PyValue) => {
      if (!(frame instanceof PyFrame))
        throw typeError(`traceback() argument 'tb_frame' must be frame, not ${typeOf(frame).name}`);
      if (next !== None && !(next instanceof PyTraceback)) {
        throw typeError(`expected traceback object or None, got '${typeOf(next).name}'`);
      }
      const offset = Number(index(lasti));
      const at = offset < 0 ? -1 : instructionAt(frame.code.code, offset);
      const tb = new PyTraceback(next === None ? null : (next as PyTraceback), frame, at); // checked above
      tb.lineno = Number(index(lineno));
      if (offset >= 0) givenOffsets.set(tb, offset);
      return tb;
    },
  ],
  methods: {
    '__dir__()': () => new PyList(['tb_frame', 'tb_next', 'tb_lasti', 'tb_lineno']),
  },
  getset: {
    tb_frame: [(tb: PyTraceback) => tb.frame],
    tb_lasti: [
      (tb: PyTraceback) => givenOffsets.get(tb) ?? (tb.lasti < 0 ? -1 : byteOffset(tb.frame.code.code, tb.lasti)),
    ],
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
        for (let c: PyTraceback | null = v; c !== null; c = c.next)
          if (c === tb) throw valueError('traceback loop detected');
        tb.next = v;
      },
    ],
  },
});
