// The pyexpat module. The parser is our own, in expat's image: no library for JavaScript tells all that expat does
// (docs/dependencies.md says which were looked at). May not be needed for start-up: the files are small.

import { None, type PyValue } from '../../objects/object.ts';
import { PyDict } from '../../objects/dict/storage.ts';
import { type PyModule, PyList, PyTuple } from '../../objects/shapes.ts';
import { typeError, valueError } from '../../objects/exceptions/raise.ts';
import { fromJS, isStr, strLength, toJS } from '../../objects/str/text.ts';
import { defineModule, newModule } from '../../runtime/modules.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import { cInt, typeName } from '../support/arguments.ts';
import { ERRORS } from './errors.ts';
import { ExpatParser } from './parser.ts';
import { expatErrorType, makeParser, xmlParserType } from './xmlparser.ts';

/** The expat whose behaviour this is. */
const VERSION = [2, 7, 3] as const;

function optionalString(v: PyValue, name: string): string | null {
  if (v === None) return null;
  if (!isStr(v)) throw typeError(`ParserCreate() argument '${name}' must be str or None, not ${typeName(v)}`);
  return toJS(v);
}

function errorsModule(): PyModule {
  const m = newModule('pyexpat.errors', 'Constants used to describe error conditions.');
  const codes = new PyDict();
  const messages = new PyDict();
  ERRORS.forEach(([name, text], code) => {
    if (code === 0) return;
    m.dict.setStr(`XML_ERROR_${name}`, text);
    codes.set(text, code);
    messages.set(code, text);
  });
  m.dict.setStr('codes', codes);
  m.dict.setStr('messages', messages);
  return m;
}

function modelModule(): PyModule {
  const m = newModule('pyexpat.model', 'Constants used to interpret content model information.');
  ['EMPTY', 'ANY', 'MIXED', 'NAME', 'CHOICE', 'SEQ'].forEach((name, i) => m.dict.setStr(`XML_CTYPE_${name}`, i + 1));
  ['NONE', 'OPT', 'REP', 'PLUS'].forEach((name, i) => m.dict.setStr(`XML_CQUANT_${name}`, i));
  return m;
}

defineModule('pyexpat', (m) => {
  m.set('__doc__', 'Python wrapper for Expat parser.');
  m.set('XMLParserType', xmlParserType);
  m.set('ExpatError', expatErrorType);
  m.set('error', expatErrorType);
  m.set('EXPAT_VERSION', `expat_${VERSION.join('.')}`);
  m.set('version_info', new PyTuple([...VERSION]));
  m.set('native_encoding', 'UTF-8');
  const features: [string, number][] = [
    ['XML_DTD', 0],
    ['XML_NS', 0],
    ['XML_BLAP_MAX_AMP', 100],
    ['XML_BLAP_ACT_THRES', 8388608],
    ['XML_GE', 0],
  ];
  m.set('features', new PyList(features.map((f) => new PyTuple(f))));
  ['NEVER', 'UNLESS_STANDALONE', 'ALWAYS'].forEach((name, i) => m.set(`XML_PARAM_ENTITY_PARSING_${name}`, i));
  for (const [name, module] of Object.entries({ errors: errorsModule(), model: modelModule() })) {
    m.set(name, module);
    interpreter().modules.setStr(`pyexpat.${name}`, module);
  }
  m.funcs({
    'ParserCreate(encoding=None, namespace_separator=None, intern=?)': (
      encoding: PyValue,
      separator: PyValue,
      intern: PyValue | undefined,
    ) => {
      const name = optionalString(encoding, 'encoding');
      const between = optionalString(separator, 'namespace_separator');
      if (between !== null && isStr(separator) && strLength(separator) > 1)
        throw valueError('namespace_separator must be at most one character, omitted, or None');
      if (intern !== undefined && intern !== None && !(intern instanceof PyDict))
        throw typeError('intern must be a dictionary');
      return makeParser(new ExpatParser(name, between), intern ?? new PyDict());
    },
    'ErrorString(code, /)': (code: PyValue) => {
      const n = cInt(code);
      return n <= 0 || n >= ERRORS.length ? None : fromJS(ERRORS[n][1]);
    },
  });
});
