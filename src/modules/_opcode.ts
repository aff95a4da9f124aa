// `_opcode`: the instruction set's tables, for opcode.py and dis.py.

import { None, type PyValue } from '../objects/object.ts';
import { PyCode, PyList, PyTuple } from '../objects/shapes.ts';
import { typeOf } from '../objects/type.ts';
import { typeError, valueError } from '../objects/exceptions/raise.ts';
import { index } from '../objects/protocol/operators.ts';
import * as op from '../compile/opcodes.ts';
import { defineModule } from '../runtime/modules.ts';

const known = (opcode: number): boolean => op.opname[opcode] !== undefined && !op.opname[opcode].startsWith('<');

/** Instructions the running interpreter specialises keep the argument-taking nature of their base: all have one. */
function member(table: readonly number[]): (opcode: PyValue) => boolean {
  const set = new Set(table);
  return (opcode) => set.has(Number(index(opcode)));
}

defineModule('_opcode', (m) => {
  m.set('__doc__', 'Opcode support module.');
  m.set('ENABLE_SPECIALIZATION', true);
  m.set('ENABLE_SPECIALIZATION_FT', true);
  m.funcs({
    'stack_effect(opcode, oparg=None, /, *, jump=None)': (opcode: PyValue, oparg: PyValue, jump: PyValue) => {
      const code = Number(index(opcode));
      const arg = oparg === None ? 0 : Number(index(oparg));
      if (jump !== None && typeof jump !== 'boolean')
        throw valueError('stack_effect: jump must be False, True or None');
      if (!known(code)) throw valueError('invalid opcode or oparg');
      if (jump !== None) return op.stackEffect(code, arg, jump === true);
      return Math.max(op.stackEffect(code, arg, true), op.stackEffect(code, arg, false));
    },
    'is_valid(opcode)': (opcode: PyValue) => known(Number(index(opcode))),
    'has_arg(opcode)': member(op.hasarg),
    'has_const(opcode)': member(op.hasconst),
    'has_name(opcode)': member(op.hasname),
    'has_jump(opcode)': member(op.hasjump),
    'has_free(opcode)': member(op.hasfree),
    'has_local(opcode)': member(op.haslocal),
    'has_exc(opcode)': member(op.hasexc),
    'get_specialization_stats()': () => None,
    'get_nb_ops()': () => new PyList(op.nbOps.map(([name, symbol]) => new PyTuple([name, symbol]))),
    'get_intrinsic1_descs()': () => new PyList([...op.intrinsic1Names]),
    'get_intrinsic2_descs()': () => new PyList([...op.intrinsic2Names]),
    'get_special_method_names()': () => new PyList([...op.specialMethodNames]),
    'get_executor(*, code, offset)': (code: PyValue) => {
      if (!(code instanceof PyCode)) throw typeError(`expected a code object, not '${typeOf(code).tpName}'`);
      return None;
    },
  });
});
