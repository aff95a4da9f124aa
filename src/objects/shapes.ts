// The JS classes of the built-in values: fields only, no behaviour. A type's methods are in the file named after it.
// Invariant: a Python subclass of a built-in is a JS subclass of its shape, so `instanceof PyList` is Python's
// isinstance(x, list), and `x.cls === listType` asks for exactly list. Fields are assigned in one order: hidden
// classes stay monomorphic.

import type { Code } from '../compile/code.ts';
import { PyObject, type PyValue } from './object.ts';
import type { PyDict } from './dict/storage.ts';

/** An instance of a Python subclass of int (plain ints are JS numbers and bigints). */
export class PyInt extends PyObject {
  v: number | bigint = 0;
}

export class PyFloat extends PyObject {
  constructor(public v: number = 0) {
    super();
  }
}

// The first instances decide how V8 stores `v`: as a double, not as a small integer first (code would be thrown away).
for (const v of [0.5, 1.5]) new PyFloat(v);

export class PyComplex extends PyObject {
  constructor(
    public re: number = 0,
    public im: number = 0,
  ) {
    super();
  }
}

/**
 * A str that is not a plain JS string: one with astral characters or lone surrogates (`points` set), or an instance of
 * a Python subclass of str. `s` is its UTF-16 form; `points` its code points, or null when each unit is a code point.
 */
export class PyStr extends PyObject {
  s = '';
  points: Uint32Array | null = null;
}

export class PyBytes extends PyObject {
  /** Its hash once somebody asked (never -1). */
  hash = -1;
  constructor(public b: Uint8Array = new Uint8Array(0)) {
    super();
  }
}

/** `b` is the storage (may be longer), `len` the live length, `exports` counts memoryviews that pin the size. */
export class PyByteArray extends PyObject {
  exports = 0;
  constructor(
    public b: Uint8Array = new Uint8Array(0),
    public len: number = b.length,
  ) {
    super();
  }
}

export class PyTuple extends PyObject {
  /** What hash tables use of its hash, once it was asked (as CPython 3.14 keeps it). */
  tableHash: number | undefined = undefined;
  constructor(public items: PyValue[] = []) {
    super();
  }
}

export class PyList extends PyObject {
  constructor(public items: PyValue[] = []) {
    super();
  }
}

export class PySlice extends PyObject {
  constructor(
    public start: PyValue,
    public stop: PyValue,
    public step: PyValue,
  ) {
    super();
  }
}

export class PyCell extends PyObject {
  constructor(public v: PyValue | undefined = undefined) {
    super();
  }
}

// What code that has not run shares; nothing is ever put into them.
const NOT_LINKED: unknown[] = [];
const NOT_LINKED_KEYS: string[] = [];

/** A code object: the neutral Code plus what running needs. `consts` are run-time values. */
export class PyCode extends PyObject {
  /** Inline caches, one slot an instruction, filled by the evaluation loop; empty until the code is linked. */
  caches: unknown[] = NOT_LINKED;
  /** `$name` for each of `code.names`: the property key of an instance attribute; empty until the code is linked. */
  attrKeys: string[] = NOT_LINKED_KEYS;
  readonly nlocalsplus: number;
  /** How a call may bind: the number of plain positional arguments, or -1 when the slow path must do it. */
  readonly simpleArgs: number;
  /** The same for a function that also takes `*args` or `**kwargs` (and no keyword-only ones): the plain ones; else -1. */
  readonly restArgs: number;
  /** Whether `*args` and `**kwargs` are among its parameters. */
  readonly takesRest: boolean;
  readonly takesKeywords: boolean;
  /** How many parameters it has, `*args` and `**kwargs` included: they are the first locals. */
  readonly parameters: number;
  /** The evaluation loop's own form of the instructions (vm/instruction.ts), once the code has run. */
  prepared: unknown = null;
  /** The JIT's own record (src/jit/record.ts). */
  jit: unknown = null;
  /** Whether a call only makes a generator (vm/new-generator.ts), once somebody asked. */
  makesGenerator: boolean | undefined = undefined;
  /** The version of the listeners (vm/monitoring) that `prepared` is instrumented for. */
  monitored = 0;
  /** objects/code.ts: the run-time values of constants. */
  static materialise: (code: Code) => PyValue[];
  get consts(): PyValue[] {
    return (this.constsIfMade ??= PyCode.materialise(this.code));
  }
  /** Makes what only running code needs: most functions of a program are never called. */
  link(): void {
    if (this.caches !== NOT_LINKED) return;
    this.caches = new Array<unknown>(this.code.instrs.length).fill(undefined);
    this.attrKeys = this.code.names.map((name) => '$' + name);
  }
  /** As if it had never run. */
  unlink(): void {
    this.prepared = null;
    this.caches = NOT_LINKED;
    this.attrKeys = NOT_LINKED_KEYS;
  }
  /** Indices of cells among localsplus that are also arguments need no table: MAKE_CELL handles them. */
  constructor(
    readonly code: Code,
    /** `co_consts`; null: nobody has asked yet. */
    public constsIfMade: PyValue[] | null,
  ) {
    super();
    this.nlocalsplus = code.nlocalsplus;
    // 0x0c: *args or **kwargs; those and keyword-only arguments take the slow path.
    // CO_OPTIMIZED, no *args, no **kwargs.
    this.simpleArgs = (code.flags & 0x0d) === 1 && code.kwonlyargcount === 0 ? code.argcount : -1;
    this.takesRest = (code.flags & 4) !== 0;
    this.takesKeywords = (code.flags & 8) !== 0;
    this.parameters = code.argcount + code.kwonlyargcount + (this.takesRest ? 1 : 0) + (this.takesKeywords ? 1 : 0);
    const packs = (code.flags & 1) === 1 && (this.takesRest || this.takesKeywords) && code.kwonlyargcount === 0;
    this.restArgs = packs ? code.argcount : -1;
  }
}

/** A Python function. */
export class PyFunction extends PyObject {
  doc: PyValue;
  module: PyValue;
  defaults: PyValue[] | null = null;
  kwdefaults: PyDict | null = null;
  annotations: PyDict | null = null;
  annotate: PyValue | null = null;
  typeParams: PyTuple | null = null;
  constructor(
    public code: PyCode,
    public globals: PyDict,
    public builtins: PyDict,
    public name: PyValue,
    public qualname: PyValue,
    doc: PyValue,
    module: PyValue,
    public closure: PyCell[] | null,
  ) {
    super();
    this.doc = doc;
    this.module = module;
  }
}

/** A bound method: calling it calls `func` with `self` first. */
export class PyMethod extends PyObject {
  constructor(
    public func: PyValue,
    public self: PyValue,
  ) {
    super();
  }
}

export class PyModule extends PyObject {
  // `dict` is always set; `declare` would leave it on the prototype.
  override dict: PyDict;
  constructor(dict: PyDict) {
    super();
    this.dict = dict;
  }
}

export class PyProperty extends PyObject {
  fget: PyValue | null = null;
  fset: PyValue | null = null;
  fdel: PyValue | null = null;
  doc: PyValue | null = null;
  name: PyValue | null = null;
  getterDoc = false;
}

export class PyClassMethod extends PyObject {
  callable: PyValue | null = null;
}

export class PyStaticMethod extends PyObject {
  callable: PyValue | null = null;
}
