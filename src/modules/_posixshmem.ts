// _posixshmem: POSIX shared memory objects by name. Invariant: descriptors are not inherited by other programs.

import type { PyValue } from '../objects/object.ts';
import { isStr, toJS } from '../objects/str/text.ts';
import { typeError, valueError } from '../objects/exceptions/raise.ts';
import { defineModule } from '../runtime/modules.ts';
import { cInt, typeName } from './support/arguments.ts';
import { system } from './support/blocking.ts';
import { fsEncode, hostCall } from './support/fs.ts';

function nameArg(v: PyValue, fname: string): Uint8Array {
  if (!isStr(v)) throw typeError(`${fname}() argument 'path' must be str, not ${typeName(v)}`);
  if (toJS(v).includes('\0')) throw valueError('embedded null character');
  return fsEncode(v);
}

defineModule('_posixshmem', (m) => {
  m.func('shm_open(path, flags, mode=511)', (path: PyValue, flags: PyValue, mode: PyValue) => {
    const name = nameArg(path, 'shm_open');
    const [f, permissions] = [cInt(flags), cInt(mode)];
    return hostCall(() => system().shmOpen(name, f, permissions), path);
  });
  m.func('shm_unlink(path, /)', (path: PyValue) => {
    const name = nameArg(path, 'shm_unlink');
    hostCall(() => system().shmUnlink(name), path);
  });
});
