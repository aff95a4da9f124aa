// _string: what string.Formatter needs of str.format's parser.

import { None, PyObject, type PyValue } from '../objects/object.ts';
import { PyTuple } from '../objects/shapes.ts';
import { makeBuiltinType, typeOf } from '../objects/type.ts';
import { typeError } from '../objects/exceptions/raise.ts';
import { defineIterator } from '../objects/iterator.ts';
import { type FieldStep, type FormatPiece, parseFormat, splitField } from '../objects/str/format.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';

class FormatterIterator extends PyObject {
  at = 0;
  constructor(readonly pieces: readonly FormatPiece[]) {
    super();
  }
}
const formatterIteratorType = makeBuiltinType('formatteriterator', FormatterIterator);
defineIterator(formatterIteratorType, (it: FormatterIterator) => {
  const p = it.pieces[it.at++];
  if (p === undefined) return undefined;
  if (p.field === null) return new PyTuple([fromJS(p.literal), None, None, None]);
  return new PyTuple([
    fromJS(p.literal),
    fromJS(p.field),
    fromJS(p.spec),
    p.conversion === null ? None : fromJS(p.conversion),
  ]);
});

class FieldNameIterator extends PyObject {
  constructor(readonly rest: Iterator<FieldStep, void>) {
    super();
  }
}
const fieldNameIteratorType = makeBuiltinType('fieldnameiterator', FieldNameIterator);
defineIterator(fieldNameIteratorType, (it: FieldNameIterator) => {
  const step = it.rest.next();
  if (step.done) return undefined;
  const [attribute, key] = step.value;
  return new PyTuple([attribute, typeof key === 'number' ? key : fromJS(key)]);
});

function text(v: PyValue): string {
  if (!isStr(v)) throw typeError(`expected str, got ${typeOf(v).name}`);
  return toJS(v);
}

defineModule('_string', (m) => {
  m.funcs({
    'formatter_parser(format, /)': (v: PyValue) => new FormatterIterator(parseFormat(text(v))),
    'formatter_field_name_split(name, /)': (v: PyValue) => {
      const { first, rest } = splitField(text(v));
      return new PyTuple([typeof first === 'number' ? first : fromJS(first), new FieldNameIterator(rest)]);
    },
  });
});
