// `_typing`: the parts of typing that are not Python.

import type { PyValue } from '../objects/object.ts';
import {
  genericType,
  NoDefault,
  paramSpecArgsType,
  paramSpecKwargsType,
  paramSpecType,
  typeAliasType,
  typeVarTupleType,
  typeVarType,
} from '../objects/typevar.ts';
import { unionType } from '../objects/union.ts';
import { defineModule } from '../runtime/modules.ts';

defineModule('_typing', (m) => {
  m.set('__doc__', 'Primitives and accelerators for the typing module.\n');
  m.func('_idfunc(x, /)', (x: PyValue) => x);
  for (const t of [
    typeVarType,
    paramSpecType,
    typeVarTupleType,
    paramSpecArgsType,
    paramSpecKwargsType,
    typeAliasType,
    genericType,
    unionType,
  ]) {
    m.type(t);
  }
  m.set('NoDefault', NoDefault);
});
