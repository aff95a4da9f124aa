// Literal values as the parser and the compiler see them, before any run-time object exists.
// Invariant: closed union, canonical (an int is a `number` when |v| <= 2^53-1, else a `bigint`; never -0; a str is a
// JS string when it has no surrogate code unit, else a ConstStr of code points).

/** A float literal. Wrapped so that 1.0 and 1 stay apart. */
export class ConstFloat {
  constructor(readonly v: number) {}
}

/** A complex value (an imaginary literal has re = 0; folding may produce others). */
export class ConstComplex {
  constructor(
    readonly re: number,
    readonly im: number,
  ) {}
}

export class ConstBytes {
  constructor(readonly v: Uint8Array) {}
}

/** A str that holds an astral character or a lone surrogate: its code points. */
export class ConstStr {
  constructor(readonly points: Uint32Array) {}
}

/** `...` */
export class ConstEllipsis {
  static readonly instance = new ConstEllipsis();
}

export class ConstTuple {
  constructor(readonly items: readonly Constant[]) {}
}

export class ConstFrozenSet {
  constructor(readonly items: readonly Constant[]) {}
}

/** A slice of constants (only folding makes it). */
export class ConstSlice {
  constructor(
    readonly start: Constant,
    readonly stop: Constant,
    readonly step: Constant,
  ) {}
}

/** number/bigint = int, string = str, boolean = bool, null = None. */
export type Constant =
  | number
  | bigint
  | string
  | boolean
  | null
  | ConstFloat
  | ConstComplex
  | ConstBytes
  | ConstStr
  | ConstEllipsis
  | ConstTuple
  | ConstFrozenSet
  | ConstSlice;

const SURROGATE = /[\ud800-\udfff]/;

/** The canonical str constant for a UTF-16 JS string (pairs become astral code points, lone surrogates stay). */
export function strConstant(s: string): string | ConstStr {
  return SURROGATE.test(s) ? new ConstStr(Uint32Array.from(s, (c) => c.codePointAt(0)!)) : s;
}

/** The canonical int constant: number when safe, else bigint. */
export function intConstant(v: bigint): number | bigint {
  return v >= -9007199254740991n && v <= 9007199254740991n ? Number(v) : v;
}
