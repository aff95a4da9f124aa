// The value model: what a Python value is in JavaScript. Everything else in objects/ and above builds on this page.
//
//   int    number while |v| <= 2^53-1, else bigint; canonical (never a bigint that fits) and never -0
//   bool   true / false            None   the object `None`; `undefined` means unbound, everywhere and only that
//   str    JS string while it has no surrogate code unit, else a boxed PyStr (see shapes.ts)
//   rest   an instance of PyObject; its class is `cls`, which lives on the JS prototype: every Python class has a JS
//          class of its own, so V8's hidden classes are also type tags and attributes are own properties `$name`.
//
// This file may not know any concrete type.

import type { PyType } from './type.ts';
import type { PyDict } from './dict/storage.ts';

/** Any Python value. `undefined` is not one: it means "unbound" or "absent". */
export type PyValue = number | bigint | boolean | string | PyObject;

/** The root of every heap value. */
export class PyObject {
  /** The Python class; a property of the JS prototype (see `makeConstructor` in type.ts). */
  declare cls: PyType;
  /**
   * The instance dictionary once somebody asked for it (`obj.__dict__`); until then attributes are own properties
   * under ATTR_PREFIX. Both never hold at once: see attribute.ts.
   */
  declare dict: PyDict | undefined;
}
// Prototype default: reading `dict` of an object that has none is a hit, not a miss through the whole chain.
Object.defineProperty(PyObject.prototype, 'dict', { value: undefined, writable: true });

/** Own properties that are Python attributes start with this; those of `__slots__` with SLOT_PREFIX. */
export const ATTR_PREFIX = '$';
export const SLOT_PREFIX = '%';

/** An instance of a class that derives from plain `object`: no fields but its attributes. */
export class PyInstance extends PyObject {}

/** An object with Python attributes or slots under computed property names. */
export type AttrBag = PyObject & { [key: string]: PyValue | undefined };

export class PyNone extends PyObject {}
export const None: PyNone = new PyNone();

export class PyNotImplemented extends PyObject {}
export const NotImplemented: PyNotImplemented = new PyNotImplemented();

export class PyEllipsis extends PyObject {}
export const Ellipsis: PyEllipsis = new PyEllipsis();
