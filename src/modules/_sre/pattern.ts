// re.Pattern, re.Match and their helpers as JavaScript classes: state and the operations that need no Python call.
// Invariant: a Match's spans refer to the text as it was; groups of a mutable buffer are read when asked for.

import { None, PyObject, type PyValue } from '../../objects/object.ts';
import { PyBytes, PyTuple } from '../../objects/shapes.ts';
import { makeBuiltinType, TYPE_NO_NEW, TYPE_WEAKREF, typeOf } from '../../objects/type.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { SLOT } from '../../objects/slots.ts';
import { indexError, memoryError, typeError } from '../../objects/exceptions/raise.ts';
import { index } from '../../objects/protocol/operators.ts';
import { cSize } from '../support/arguments.ts';
import { type Mode, OutOfStack, Program, type RawMatch } from './engine.ts';
import { runFast } from './native.ts';
import { slice, type Text, textOf } from './subject.ts';

/** A compiled pattern. */
export class PyPattern extends PyObject {
  pattern: PyValue = None;
  flags = 0;
  groups = 0;
  groupindex: PyDict = new PyDict();
  /** Names by group number (a tuple of str or None). */
  indexgroup: PyTuple = new PyTuple([]);
  program: Program = new Program([1], 0);
  /** Whether the pattern was bytes; undefined without a pattern (re.Scanner), which matches both. */
  isBytes: boolean | undefined = undefined;

  /** Checks that text suits the pattern and gives it. */
  text(value: PyValue): Text {
    const t = textOf(value);
    if (this.isBytes === false && t.isBytes) throw typeError('cannot use a string pattern on a bytes-like object');
    if (this.isBytes === true && !t.isBytes) throw typeError('cannot use a bytes pattern on a string-like object');
    return t;
  }

  /** Runs the pattern on text[pos:endpos]. */
  exec(text: Text, pos: number, endpos: number, mode: Mode, mustAdvance = false): RawMatch | undefined {
    if (pos > endpos) return undefined;
    try {
      return runFast(this.program, text.subject, pos, endpos, mode, mustAdvance, tick, text.value instanceof PyBytes);
    } catch (e) {
      if (e instanceof OutOfStack) throw memoryError('');
      throw e;
    }
  }
}
export const patternType = makeBuiltinType('Pattern', PyPattern, { module: 're', flags: TYPE_WEAKREF | TYPE_NO_NEW });

let tick: (() => void) | undefined;
/** What long matches call now and then; it may throw to interrupt them (signals, time limits). */
export function setMatchTick(f: (() => void) | undefined): void {
  tick = f;
}

/** The bounds of a run: arguments `pos` and `endpos` clipped to the text. */
export function clip(v: PyValue | undefined, length: number, absent: number): number {
  if (v === undefined) return absent;
  const n = typeof v === 'number' ? v : cSize(v);
  return n < 0 ? 0 : n > length ? length : n;
}

/** Text of group i of a match just made, `absent` when it took no part. */
export function groupOf(raw: RawMatch, text: Text, i: number, absent: PyValue): PyValue {
  if (raw.texts !== undefined) return raw.texts[i] ?? absent;
  const { regs } = raw;
  return regs[2 * i] < 0 ? absent : slice(text, regs[2 * i], regs[2 * i + 1]);
}

/** The result of a match. */
export class PyMatch extends PyObject {
  constructor(
    public re: PyPattern,
    public text: Text,
    public pos: number,
    public endpos: number,
    public raw: RawMatch,
  ) {
    super();
  }

  get string(): PyValue {
    return this.text.value;
  }

  /** Group number i as a value, `absent` when it took no part. */
  group(i: number, absent: PyValue): PyValue {
    const { texts } = this.raw;
    if (texts !== undefined) return texts[i] ?? absent;
    const { regs } = this.raw;
    const from = regs[2 * i];
    if (from < 0) return absent;
    const value = this.text.value;
    const text = this.text.isBytes && !(value instanceof PyBytes) ? textOf(value) : this.text;
    return slice(text, from, regs[2 * i + 1]);
  }

  /** The number a group argument means (a number or a name). */
  groupNumber(v: PyValue | undefined): number {
    if (v === undefined) return 0;
    let i: number | bigint = -1;
    if (typeof v === 'number') i = v;
    else if (typeOf(v).slot(SLOT.__index__) !== null) i = index(v);
    else {
      const named = this.re.groupindex.get(v);
      if (named !== undefined) i = index(named);
    }
    if (i < 0 || i > this.re.groups) throw indexError('no such group');
    return Number(i);
  }

  /** (start, end) of a group. */
  span(i: number): PyTuple {
    if (i === 0) return new PyTuple([this.raw.start, this.raw.end]);
    return new PyTuple([this.raw.regs[2 * i], this.raw.regs[2 * i + 1]]);
  }
}
export const matchType = makeBuiltinType('Match', PyMatch, { module: 're', flags: TYPE_NO_NEW });

/** A replacement text taken apart: literal, then group numbers each followed by a literal. */
export class PyTemplate extends PyObject {
  literal: PyValue = '';
  items: { readonly group: number; readonly literal: PyValue }[] = [];
}
export const templateType = makeBuiltinType('SRE_Template', PyTemplate, { module: '_sre', flags: TYPE_NO_NEW });

/** pattern.scanner(): repeated matches from where the last one ended. */
export class PyScanner extends PyObject {
  mustAdvance = false;
  /** Where the next one starts; -1 after a failure. */
  start: number;
  constructor(
    public pattern: PyPattern,
    public text: Text,
    public pos: number,
    public endpos: number,
  ) {
    super();
    this.start = pos;
  }

  next(mode: Mode): PyMatch | undefined {
    if (this.start < 0) return undefined;
    const raw = this.pattern.exec(this.text, this.start, this.endpos, mode, this.mustAdvance);
    if (raw === undefined) {
      this.start = -1;
      return undefined;
    }
    this.mustAdvance = raw.start === raw.end;
    this.start = raw.end;
    return new PyMatch(this.pattern, this.text, this.pos, this.endpos, raw);
  }
}
export const scannerType = makeBuiltinType('SRE_Scanner', PyScanner, { module: '_sre', flags: TYPE_NO_NEW });

/** What finditer() gives. */
export class PyMatchIterator extends PyObject {
  constructor(public scanner: PyScanner) {
    super();
  }
}
export const matchIteratorType = makeBuiltinType('callable_iterator', PyMatchIterator, { flags: TYPE_NO_NEW });
