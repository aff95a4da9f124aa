// What the compiler knows about a value: a set of kinds (one bit each), and where the value lives in the JavaScript it
// writes. Invariant: kinds are exact types (a subclass of list is OTHER), so one JavaScript test decides each.

import { None, type PyValue } from '../objects/object.ts';
import { PyDict } from '../objects/dict/storage.ts';
import { PyFloat, PyList, PyTuple } from '../objects/shapes.ts';
import { dictType, floatType, listType, type PyType, tupleType } from '../objects/type.ts';

export const INT = 1; // a JS number
export const BIG = 2; // a bigint
export const BOOL = 4;
export const FLOAT = 8;
export const STR = 16; // a JS string
export const NONE = 32;
export const LIST = 64;
export const TUPLE = 128;
export const DICT = 256;
export const OTHER = 512;
/** Unbound, or the NULL of the value stack. */
export const UNDEF = 1024;
export const ANY = 1023;
/** What arithmetic takes as one JavaScript number. */
export const NUMBER = INT | FLOAT;

/** The kind of a value. */
export function kindOf(v: PyValue | undefined): number {
  switch (typeof v) {
    case 'number':
      return INT;
    case 'string':
      return STR;
    case 'boolean':
      return BOOL;
    case 'bigint':
      return BIG;
    case 'undefined':
      return UNDEF;
  }
  if (v === None) return NONE;
  if (v instanceof PyFloat) return v.cls === floatType ? FLOAT : OTHER;
  if (v instanceof PyList) return v.cls === listType ? LIST : OTHER;
  if (v instanceof PyTuple) return v.cls === tupleType ? TUPLE : OTHER;
  if (v instanceof PyDict) return v.cls === dictType ? DICT : OTHER;
  return OTHER;
}

/** Whether exactly one kind is possible. */
export function isSingle(bits: number): boolean {
  return bits !== 0 && (bits & (bits - 1)) === 0;
}

const NAMES = ['int', 'bigint', 'bool', 'float', 'str', 'None', 'list', 'tuple', 'dict', 'object', 'unbound'];
/** For reports: `int|float`. */
export function kindNames(bits: number): string {
  if ((bits & ANY) === ANY) return 'any';
  return NAMES.filter((_n, i) => (bits & (1 << i)) !== 0).join('|');
}

/** A range iterator that exists only as two variables: next value and stop. */
export interface VirtualRange {
  readonly value: string;
  readonly stop: string;
  readonly step: number;
}

/**
 * A value of the abstract state. `tag` is the JavaScript expression (a variable or a constant) of its tagged form,
 * `dbl` that of its raw double (floats only); at least one is there unless it is virtual.
 */
export interface Val {
  readonly bits: number;
  readonly tag: string | null;
  readonly dbl: string | null;
  /** The value itself, where known. */
  readonly konst?: PyValue;
  /** The exact class of an OTHER. */
  readonly cls?: PyType;
  readonly range?: VirtualRange;
  /** A tuple that was not made, because only UNPACK_SEQUENCE gets it: its items. */
  readonly parts?: readonly Part[];
}

/** An item of a tuple that was not made: its variable and kind. */
export interface Part {
  readonly name: string;
  readonly bits: number;
}
