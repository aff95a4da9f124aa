// Template strings (PEP 750): `string.templatelib.Template` and `Interpolation`. Invariant: a template has one string
// more than interpolations; both are immutable.

import { None, PyObject, type PyValue } from './object.ts';
import type { PyDict } from './dict/storage.ts';
import { defineType } from './native.ts';
import { PyTuple } from './shapes.ts';
import { makeBuiltinType, type PyType, typeOf } from './type.ts';
import { typeError, valueError } from './exceptions/raise.ts';
import { genericAlias } from './protocol/operators.ts';
import { repr } from './protocol/text.ts';
import { fromJS, isStr, toJS } from './str/text.ts';
import type { NativeGenerator } from './protocol/pending.ts';
import { importAttrR } from './hooks.ts';
import { defineIterator } from './iterator.ts';

class PyInterpolation extends PyObject {
  constructor(
    readonly value: PyValue,
    readonly expression: PyValue,
    readonly conversion: PyValue,
    readonly formatSpec: PyValue,
  ) {
    super();
  }
}
class PyTemplate extends PyObject {
  constructor(
    readonly strings: PyTuple,
    readonly interpolations: PyTuple,
  ) {
    super();
  }
}
class PyTemplateIter extends PyObject {
  at = 0;
  constructor(readonly template: PyTemplate) {
    super();
  }
}
const MODULE = { module: 'string.templatelib' };
export const interpolationType = makeBuiltinType('Interpolation', PyInterpolation, MODULE);
export const templateType = makeBuiltinType('Template', PyTemplate, MODULE);
const templateIterType = makeBuiltinType('TemplateIter', PyTemplateIter, MODULE);

/** BUILD_INTERPOLATION: conversion is None, 's', 'r' or 'a'. */
export function makeInterpolation(
  value: PyValue,
  expression: PyValue,
  conversion: PyValue,
  formatSpec: PyValue,
): PyValue {
  return new PyInterpolation(value, expression, conversion, formatSpec);
}
/** BUILD_TEMPLATE. */
export function makeTemplate(strings: PyTuple, interpolations: PyTuple): PyValue {
  return new PyTemplate(strings, interpolations);
}

function fromParts(parts: PyValue[]): PyTemplate {
  const strings: PyValue[] = [];
  const interpolations: PyValue[] = [];
  let text: string | null = null;
  for (const p of parts) {
    if (isStr(p)) text = text === null ? toJS(p) : text + toJS(p);
    else if (p instanceof PyInterpolation) {
      strings.push(fromJS(text ?? ''));
      text = null;
      interpolations.push(p);
    } else throw typeError(`Template.__new__ *args need to be of type 'str' or 'Interpolation', got ${typeOf(p).name}`);
  }
  strings.push(fromJS(text ?? ''));
  return new PyTemplate(new PyTuple(strings), new PyTuple(interpolations));
}

function needStr(v: PyValue, name: string): PyValue {
  if (!isStr(v)) throw typeError(`Interpolation() argument '${name}' must be str, not ${typeOf(v).name}`);
  return v;
}

defineType(interpolationType, {
  new: [
    "(value, expression='', conversion=None, format_spec='')",
    (_t: PyType, value: PyValue, expression: PyValue, conversion: PyValue, spec: PyValue) => {
      needStr(expression, 'expression');
      if (conversion !== None) {
        if (!isStr(conversion))
          throw typeError(`Interpolation() argument 'conversion' must be str, not ${typeOf(conversion).name}`);
        const c = toJS(conversion);
        if (c !== 's' && c !== 'r' && c !== 'a')
          throw valueError("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'");
      }
      needStr(spec, 'format_spec');
      return new PyInterpolation(value, expression, conversion, spec);
    },
  ],
  methods: {
    '__repr__()': (s: PyInterpolation) =>
      fromJS(`Interpolation(${repr(s.value)}, ${repr(s.expression)}, ${repr(s.conversion)}, ${repr(s.formatSpec)})`),
    '__reduce__()': (s: PyInterpolation) =>
      new PyTuple([s.cls, new PyTuple([s.value, s.expression, s.conversion, s.formatSpec])]),
  },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, args: PyValue) => genericAlias(cls, args) },
  members: { value: 'value', expression: 'expression', conversion: 'conversion', format_spec: 'formatSpec' },
  attrs: { __match_args__: new PyTuple(['value', 'expression', 'conversion', 'format_spec']) },
});

defineType(templateType, {
  new: [
    '(*args, **kwargs)',
    (_t: PyType, args: PyValue[], kw: PyDict) => {
      if (kw.size > 0) throw typeError('Template.__new__ only accepts *args arguments');
      return fromParts(args);
    },
  ],
  methods: {
    '__repr__()': (s: PyTemplate) =>
      fromJS(`Template(strings=${repr(s.strings)}, interpolations=${repr(s.interpolations)})`),
    '__iter__()': (s: PyTemplate) => new PyTemplateIter(s),
    '__add__(value, /)': (s: PyTemplate, other: PyValue) => {
      if (!(other instanceof PyTemplate)) {
        const t = typeOf(other);
        throw typeError(
          `can only concatenate string.templatelib.Template (not "${t.name}") to string.templatelib.Template`,
        );
      }
      const a = s.strings.items;
      const b = other.strings.items;
      const joined = fromJS(text(a[a.length - 1]) + text(b[0]));
      return new PyTemplate(
        new PyTuple([...a.slice(0, -1), joined, ...b.slice(1)]),
        new PyTuple([...s.interpolations.items, ...other.interpolations.items]),
      );
    },
    '__reduce__()': function* (s: PyTemplate): NativeGenerator<PyValue> {
      const f = (yield* importAttrR('string.templatelib', '_template_unpickle')) as PyValue;
      return new PyTuple([f, new PyTuple([s.strings, s.interpolations])]);
    },
  },
  classMethods: { '__class_getitem__(object, /)': (cls: PyType, args: PyValue) => genericAlias(cls, args) },
  members: { strings: 'strings', interpolations: 'interpolations' },
  getset: {
    values: [
      (s: PyTemplate) =>
        new PyTuple(s.interpolations.items.map((i) => (i instanceof PyInterpolation ? i.value : None))),
    ],
  },
});
function text(v: PyValue): string {
  return isStr(v) ? toJS(v) : '';
}

// Strings and interpolations in turn; empty strings are left out.
defineIterator<PyTemplateIter>(templateIterType, (self) => {
  const { strings, interpolations } = self.template;
  for (;;) {
    const i = self.at >> 1;
    const odd = (self.at & 1) === 1;
    self.at++;
    if (!odd) {
      if (i >= strings.items.length) {
        self.at--;
        return undefined;
      }
      if (strings.items[i] !== '') return strings.items[i];
    } else if (i < interpolations.items.length) return interpolations.items[i];
  }
});
