// The _io module: registration. Invariant: the classes are shared, as all built-in types are; the module holds no state.

import { None, type PyValue } from '../../objects/object.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { typeOf } from '../../objects/type.ts';
import { typeError } from '../../objects/exceptions/raise.ts';
import { isStr } from '../../objects/str/text.ts';
import { hooks } from '../../objects/hooks.ts';
import { index } from '../../objects/protocol/operators.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { interpreter } from '../../runtime/interpreter.ts';
import { defineModule } from '../../runtime/modules.ts';
import {
  bufferedIOBaseType,
  DEFAULT_BUFFER_SIZE,
  ioBaseType,
  rawIOBaseType,
  textIOBaseType,
  unsupportedOperationType,
} from './base.ts';
import { bufferedRandomType, bufferedReaderType, bufferedWriterType, rwPairType } from './buffered.ts';
import { bytesIOBufferType, bytesIOType } from './bytesio.ts';
import { fileIOType } from './fileio.ts';
import { newlineDecoderType } from './newlines.ts';
import { open } from './open.ts';
import { stringIOType } from './stringio.ts';
import { textIOWrapperType } from './text.ts';

const OPEN = "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)";

defineModule('_io', (m) => {
  for (const t of [
    ioBaseType,
    rawIOBaseType,
    bufferedIOBaseType,
    textIOBaseType,
    fileIOType,
    bytesIOType,
    bytesIOBufferType,
    stringIOType,
    bufferedReaderType,
    bufferedWriterType,
    bufferedRandomType,
    rwPairType,
    textIOWrapperType,
    newlineDecoderType,
    unsupportedOperationType,
  ]) {
    m.type(t);
  }
  m.set('BlockingIOError', exceptionTypes.BlockingIOError);
  m.set('DEFAULT_BUFFER_SIZE', DEFAULT_BUFFER_SIZE);
  m.func(OPEN, open);
  m.func('open_code(path)', (path: PyValue) => {
    if (!isStr(path)) throw typeError(`open_code() argument 'path' must be str, not ${typeOf(path).name}`);
    return open(path, 'rb', -1, None, None, None, true, None);
  });
  m.func(
    'text_encoding(encoding, stacklevel=2, /)',
    function* (encoding: PyValue, stacklevel: PyValue): NativeGenerator<PyValue> {
      if (encoding !== None) return encoding;
      const flags = interpreter().config.flags;
      if (flags.warnDefaultEncoding !== 0) {
        const level = Number(index(stacklevel));
        yield hooks.warnR(exceptionTypes.EncodingWarning, "'encoding' argument not specified", level);
      }
      return flags.utf8Mode !== 0 ? 'utf-8' : 'locale';
    },
  );
});
