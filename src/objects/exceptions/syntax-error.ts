// SyntaxError: its position fields and text. Invariant: the fields come from the tuple given as second argument.

import { None, type PyValue } from '../object.ts';
import type { PyDict } from '../dict/storage.ts';
import { defineType } from '../native.ts';
import { PyTuple } from '../shapes.ts';
import { collectR } from '../protocol/iteration.ts';
import { str } from '../protocol/text.ts';
import type { NativeGenerator } from '../protocol/pending.ts';
import { fromJS, isStr, toJS } from '../str/text.ts';
import { exceptionTypes, type PySyntaxError } from './hierarchy.ts';
import { typeError } from './raise.ts';
import { noKeywords } from './base.ts';
import { field } from './simple.ts';

defineType(exceptionTypes.SyntaxError, {
  methods: {
    '__init__(*args, **kwargs)': function* (
      self: PySyntaxError,
      args: PyValue[],
      kw: PyDict,
    ): NativeGenerator<PyValue> {
      noKeywords(self, kw);
      self.args = new PyTuple(args);
      if (args.length >= 1) self.msg = args[0];
      if (args.length !== 2) return None;
      const info = (yield collectR(args[1])) as PyValue[];
      if (info.length < 4) throw typeError(`function takes at least 4 arguments (${info.length} given)`);
      if (info.length > 7) throw typeError(`function takes at most 7 arguments (${info.length} given)`);
      [self.filename, self.lineno, self.offset, self.text] = info;
      self.endLineno = info[4];
      self.endOffset = info[5];
      self.metadata = info[6];
      if (self.endLineno !== undefined && self.endOffset === undefined) {
        throw typeError('end_offset must be provided when end_lineno is provided');
      }
      return None;
    },
    '__str__()': (self: PySyntaxError) => {
      const msg = str(self.msg ?? None);
      const file =
        self.filename !== undefined && isStr(self.filename) ? toJS(self.filename).replace(/^.*\//s, '') : null;
      const line = typeof self.lineno === 'number' || typeof self.lineno === 'bigint' ? self.lineno : null;
      if (file === null && line === null) return fromJS(msg);
      if (file !== null && line !== null) return fromJS(`${msg} (${file}, line ${line})`);
      return fromJS(file !== null ? `${msg} (${file})` : `${msg} (line ${line})`);
    },
  },
  getset: {
    msg: field<PySyntaxError>(
      (e) => e.msg,
      (e, v) => {
        e.msg = v;
      },
    ),
    filename: field<PySyntaxError>(
      (e) => e.filename,
      (e, v) => {
        e.filename = v;
      },
    ),
    lineno: field<PySyntaxError>(
      (e) => e.lineno,
      (e, v) => {
        e.lineno = v;
      },
    ),
    offset: field<PySyntaxError>(
      (e) => e.offset,
      (e, v) => {
        e.offset = v;
      },
    ),
    text: field<PySyntaxError>(
      (e) => e.text,
      (e, v) => {
        e.text = v;
      },
    ),
    end_lineno: field<PySyntaxError>(
      (e) => e.endLineno,
      (e, v) => {
        e.endLineno = v;
      },
    ),
    end_offset: field<PySyntaxError>(
      (e) => e.endOffset,
      (e, v) => {
        e.endOffset = v;
      },
    ),
    print_file_and_line: field<PySyntaxError>(
      (e) => e.printFileAndLine,
      (e, v) => {
        e.printFileAndLine = v;
      },
    ),
    _metadata: field<PySyntaxError>(
      (e) => e.metadata,
      (e, v) => {
        e.metadata = v;
      },
    ),
  },
});
