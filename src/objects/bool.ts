// bool: the two ints that print as True and False. Invariant: &, | and ^ of two bools are bools; everything else is int's.

import { NotImplemented, type PyValue } from './object.ts';
import { boolType, type PyType } from './type.ts';
import { defineType } from './native.ts';
import { intValue, truthR } from './protocol/operators.ts';
import type { Resumable } from './protocol/pending.ts';
import { intAnd, intInvert, intOr, intXor } from './algorithms/int-text.ts';
import { hooks } from './hooks.ts';
import { exceptionTypes } from './exceptions/hierarchy.ts';
import type { NativeGenerator } from './protocol/pending.ts';

function logical(
  f: (a: boolean, b: boolean) => boolean,
  g: (a: number | bigint, b: number | bigint) => number | bigint,
) {
  return (a: PyValue, b: PyValue): PyValue => {
    if (typeof a === 'boolean' && typeof b === 'boolean') return f(a, b);
    const x = intValue(a);
    const y = intValue(b);
    return x === undefined || y === undefined ? NotImplemented : g(x, y);
  };
}
const and = logical((a, b) => a && b, intAnd);
const or = logical((a, b) => a || b, intOr);
const xor = logical((a, b) => a !== b, intXor);
const text = (a: PyValue): PyValue => (a === true ? 'True' : 'False');

defineType(boolType, {
  doc: 'Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.',
  new: ['(object=False, /)', (_cls: PyType, v: PyValue): Resumable => truthR(v)],
  methods: {
    '__and__(value, /)': and,
    '__rand__(value, /)': and,
    '__or__(value, /)': or,
    '__ror__(value, /)': or,
    '__xor__(value, /)': xor,
    '__rxor__(value, /)': xor,
    '__repr__()': text,
    '__invert__()': function* (a: PyValue): NativeGenerator<PyValue> {
      yield hooks.warnR(
        exceptionTypes.DeprecationWarning,
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from the negation of a bool object. Use the 'not' operator for boolean negation or ~int(x) for the bitwise inversion of the underlying int.",
      );
      return intInvert(a === true ? 1 : 0);
    },
  },
});
