// errno: the error numbers of the platform. Invariant: the same table osError uses.

import { PyDict } from '../objects/dict/storage.ts';
import { ERRNO } from '../objects/exceptions/errno-table.ts';
import { defineModule } from '../runtime/modules.ts';

defineModule('errno', (m) => {
  const codes = new PyDict();
  for (const [name, value] of Object.entries(ERRNO)) {
    m.set(name, value);
    if (codes.get(value) === undefined) codes.set(value, name);
  }
  m.set('errorcode', codes);
});
