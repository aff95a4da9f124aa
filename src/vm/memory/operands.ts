// How many values at the top of the stack an instruction takes off (those it replaces included). Invariant: what
// `stackEffect` says follows from it: pushed = effect + popped.

import * as op from '../../compile/opcodes.ts';

const FIXED = new Uint8Array(256);
for (const [n, ops] of [
  [
    1,
    [
      op.POP_TOP,
      op.POP_ITER,
      op.END_FOR,
      op.STORE_FAST,
      op.STORE_NAME,
      op.STORE_GLOBAL,
      op.STORE_DEREF,
      op.STORE_FAST_LOAD_FAST,
      op.DELETE_ATTR,
      op.UNARY_NEGATIVE,
      op.UNARY_INVERT,
      op.UNARY_NOT,
      op.TO_BOOL,
      op.GET_ITER,
      op.GET_YIELD_FROM_ITER,
      op.GET_AWAITABLE,
      op.GET_AITER,
      op.LOAD_ATTR,
      op.LOAD_SPECIAL,
      op.RETURN_VALUE,
      op.YIELD_VALUE,
      op.UNPACK_SEQUENCE,
      op.UNPACK_EX,
      op.LIST_APPEND,
      op.LIST_EXTEND,
      op.SET_ADD,
      op.SET_UPDATE,
      op.DICT_UPDATE,
      op.DICT_MERGE,
      op.FORMAT_SIMPLE,
      op.CONVERT_VALUE,
      op.CALL_INTRINSIC_1,
      op.MAKE_FUNCTION,
      op.POP_EXCEPT,
      op.POP_JUMP_IF_FALSE,
      op.POP_JUMP_IF_TRUE,
      op.POP_JUMP_IF_NONE,
      op.POP_JUMP_IF_NOT_NONE,
      op.CHECK_EXC_MATCH,
      op.LOAD_FROM_DICT_OR_GLOBALS,
      op.LOAD_FROM_DICT_OR_DEREF,
      op.RERAISE,
      op.SEND,
    ],
  ],
  [
    2,
    [
      op.BINARY_OP,
      op.COMPARE_OP,
      op.CONTAINS_OP,
      op.IS_OP,
      op.STORE_ATTR,
      op.DELETE_SUBSCR,
      op.STORE_FAST_STORE_FAST,
      op.MAP_ADD,
      op.IMPORT_NAME,
      op.FORMAT_WITH_SPEC,
      op.CALL_INTRINSIC_2,
      op.SET_FUNCTION_ATTRIBUTE,
      op.CHECK_EG_MATCH,
      op.END_SEND,
      op.END_ASYNC_FOR,
      op.BUILD_TEMPLATE,
    ],
  ],
  [3, [op.STORE_SUBSCR, op.BINARY_SLICE, op.LOAD_SUPER_ATTR, op.MATCH_CLASS, op.CLEANUP_THROW]],
  [4, [op.STORE_SLICE, op.CALL_FUNCTION_EX]],
] as const)
  for (const o of ops) FIXED[o] = n;

/** Values taken off the stack. */
export function popped(opcode: number, arg: number): number {
  switch (opcode) {
    case op.CALL:
      return arg + 2;
    case op.CALL_KW:
      return arg + 3;
    case op.BUILD_LIST:
    case op.BUILD_TUPLE:
    case op.BUILD_SET:
    case op.BUILD_STRING:
    case op.BUILD_SLICE:
    case op.RAISE_VARARGS:
      return arg;
    case op.BUILD_MAP:
      return 2 * arg;
    case op.BUILD_INTERPOLATION:
      return 2 + (arg & 1);
    default:
      return FIXED[opcode];
  }
}
