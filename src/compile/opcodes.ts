// Instruction set of CPython 3.14: numbers, arguments, stack effects, inline caches.
// Invariant: numbers are those of Lib/_opcode_metadata.py; pseudo instructions (>= 256) never leave the compiler.
// Stack pictures show [before] -> [after], top of the stack on the right; "arg" is the instruction's argument.

/** cell of an inline cache; only in co_code */
export const CACHE = 0;
/** [o, start, stop] -> [o[start:stop]] */
export const BINARY_SLICE = 1;
/** [strings, interpolations] -> [Template] */
export const BUILD_TEMPLATE = 2;
/** [f, NULL, args tuple, kwargs dict or NULL] -> [result] */
export const CALL_FUNCTION_EX = 4;
/** [group, type] -> [rest or None, match or None] */
export const CHECK_EG_MATCH = 5;
/** [exc, type] -> [exc, bool] */
export const CHECK_EXC_MATCH = 6;
/** [sub-iterator, last sent, exc] -> [None, value] when exc is StopIteration, else raises it */
export const CLEANUP_THROW = 7;
/** [o, key] -> []: del o[key] */
export const DELETE_SUBSCR = 8;
/** [v] -> []: the end of a for loop */
export const END_FOR = 9;
/** [receiver, value] -> [value] */
export const END_SEND = 10;
/** [None] -> []: __init__ must return None */
export const EXIT_INIT_CHECK = 11;
/** [v] -> [format(v, '')] */
export const FORMAT_SIMPLE = 12;
/** [v, spec] -> [format(v, spec)] */
export const FORMAT_WITH_SPEC = 13;
/** [o] -> [aiter(o)] */
export const GET_AITER = 14;
/** [it] -> [it, awaitable of its __anext__] */
export const GET_ANEXT = 15;
/** [o] -> [iter(o)] */
export const GET_ITER = 16;
/** never emitted */
export const RESERVED = 17;
/** [o] -> [o, len(o)] */
export const GET_LEN = 18;
/** [o] -> [o if generator or allowed coroutine, else iter(o)] */
export const GET_YIELD_FROM_ITER = 19;
/** [v] -> []: leaves the evaluation loop */
export const INTERPRETER_EXIT = 20;
/** [] -> [__build_class__] */
export const LOAD_BUILD_CLASS = 21;
/** [] -> [f_locals] */
export const LOAD_LOCALS = 22;
/** [code] -> [function] */
export const MAKE_FUNCTION = 23;
/** [subject, keys] -> [subject, keys, values tuple or None] */
export const MATCH_KEYS = 24;
/** [subject] -> [subject, bool] */
export const MATCH_MAPPING = 25;
/** [subject] -> [subject, bool] */
export const MATCH_SEQUENCE = 26;
/** nothing; carries a line */
export const NOP = 27;
/** nothing; follows a conditional jump, only in co_code */
export const NOT_TAKEN = 28;
/** [previous exc] -> []: it is the handled exception again */
export const POP_EXCEPT = 29;
/** [iter] -> [] */
export const POP_ITER = 30;
/** [v] -> [] */
export const POP_TOP = 31;
/** [exc] -> [previously handled exc, exc]; exc is the handled one */
export const PUSH_EXC_INFO = 32;
/** [] -> [NULL] */
export const PUSH_NULL = 33;
/** [] -> [None]: makes the generator and returns it; goes on here when resumed */
export const RETURN_GENERATOR = 34;
/** [v] -> returns v */
export const RETURN_VALUE = 35;
/** makes __annotations__ in the namespace when missing */
export const SETUP_ANNOTATIONS = 36;
/** [v, o, start, stop] -> []: o[start:stop] = v */
export const STORE_SLICE = 37;
/** [v, o, key] -> []: o[key] = v */
export const STORE_SUBSCR = 38;
/** [v] -> [bool(v)] */
export const TO_BOOL = 39;
/** [v] -> [~v] */
export const UNARY_INVERT = 40;
/** [v] -> [-v] */
export const UNARY_NEGATIVE = 41;
/** [bool] -> [not bool] */
export const UNARY_NOT = 42;
/** [exit, exit_self, lasti, prev exc, exc] -> [..., exit(type, exc, tb)] */
export const WITH_EXCEPT_START = 43;
/** [a, b] -> [a op b]; arg: NB_* */
export const BINARY_OP = 44;
/** [value, str, spec if arg & 1] -> [Interpolation]; arg: conversion << 2 | has spec | 2 */
export const BUILD_INTERPOLATION = 45;
/** [arg items] -> [list] */
export const BUILD_LIST = 46;
/** [arg pairs] -> [dict] */
export const BUILD_MAP = 47;
/** [arg items] -> [set] */
export const BUILD_SET = 48;
/** [2 or 3 values] -> [slice] */
export const BUILD_SLICE = 49;
/** [arg strs] -> [their concatenation] */
export const BUILD_STRING = 50;
/** [arg items] -> [tuple] */
export const BUILD_TUPLE = 51;
/** [f, self or NULL, arg positionals] -> [result] */
export const CALL = 52;
/** [v] -> [result]; arg: INTRINSIC_* */
export const CALL_INTRINSIC_1 = 53;
/** [a, b] -> [result]; arg: INTRINSIC_* */
export const CALL_INTRINSIC_2 = 54;
/** [f, self or NULL, arg values, names tuple] -> [result] */
export const CALL_KW = 55;
/** [a, b] -> [a op b]; arg: CMP_* << 5 | COMPARE_BOOL | outcome mask */
export const COMPARE_OP = 56;
/** [item, container] -> [bool]; arg 1: not in */
export const CONTAINS_OP = 57;
/** [v] -> [str, repr or ascii of v]; arg: FVC_* */
export const CONVERT_VALUE = 58;
/** pushes the value arg down from the top (1 = the top) */
export const COPY = 59;
/** copies arg cells of the closure to the frame */
export const COPY_FREE_VARS = 60;
/** [o] -> []; arg: name */
export const DELETE_ATTR = 61;
/** empties a cell */
export const DELETE_DEREF = 62;
/** unbinds a local */
export const DELETE_FAST = 63;
/** deletes a global */
export const DELETE_GLOBAL = 64;
/** deletes a name of the namespace */
export const DELETE_NAME = 65;
/** [f, NULL, args, dict, ..., mapping] -> without mapping: dict (at arg) takes it in, duplicate keys are an error */
export const DICT_MERGE = 66;
/** [dict, ..., mapping] -> without mapping: dict (at arg) takes it in */
export const DICT_UPDATE = 67;
/** [awaitable, exc] -> [] when exc is StopAsyncIteration, else raises it; its co_code arg leads back to the SEND */
export const END_ASYNC_FOR = 68;
/** higher bits of the next argument; only in co_code */
export const EXTENDED_ARG = 69;
/** [iter] -> [iter, next]; exhausted: goes on behind the END_FOR it names, [iter] */
export const FOR_ITER = 70;
/** [o] -> [its awaitable iterator]; arg: 0 await, 1 __aenter__, 2 __aexit__ */
export const GET_AWAITABLE = 71;
/** [module] -> [module, attribute] */
export const IMPORT_FROM = 72;
/** [level, fromlist] -> [module] */
export const IMPORT_NAME = 73;
/** [a, b] -> [bool]; arg 1: is not */
export const IS_OP = 74;
/** jumps; checks the eval breaker */
export const JUMP_BACKWARD = 75;
/** jumps; checks nothing */
export const JUMP_BACKWARD_NO_INTERRUPT = 76;
/** jumps */
export const JUMP_FORWARD = 77;
/** [list, ..., v] -> without v: appended to the list arg down */
export const LIST_APPEND = 78;
/** [list, ..., iterable] -> without iterable */
export const LIST_EXTEND = 79;
/** [o] -> [o.name], or when arg & 1 [method, o] or [attr, NULL]; name: arg >> 1 */
export const LOAD_ATTR = 80;
/** [] -> [constant]; arg: CONSTANT_* */
export const LOAD_COMMON_CONSTANT = 81;
/** [] -> [co_consts[arg]] */
export const LOAD_CONST = 82;
/** [] -> [content of the cell] */
export const LOAD_DEREF = 83;
/** [] -> [local], known to be bound */
export const LOAD_FAST = 84;
/** [] -> [local or NULL]; the local becomes unbound */
export const LOAD_FAST_AND_CLEAR = 85;
/** [] -> [local]; as LOAD_FAST, reference borrowed */
export const LOAD_FAST_BORROW = 86;
/** [] -> [local arg >> 4, local arg & 15], borrowed */
export const LOAD_FAST_BORROW_LOAD_FAST_BORROW = 87;
/** [] -> [local], UnboundLocalError when unbound */
export const LOAD_FAST_CHECK = 88;
/** [] -> [local arg >> 4, local arg & 15] */
export const LOAD_FAST_LOAD_FAST = 89;
/** [mapping] -> [mapping[name of the cell], else the cell's content] */
export const LOAD_FROM_DICT_OR_DEREF = 90;
/** [mapping] -> [mapping[name], else global, else builtin] */
export const LOAD_FROM_DICT_OR_GLOBALS = 91;
/** [] -> [global arg >> 1], then NULL when arg & 1 */
export const LOAD_GLOBAL = 92;
/** [] -> [name of locals, globals or builtins] */
export const LOAD_NAME = 93;
/** [] -> [arg], 0..255 */
export const LOAD_SMALL_INT = 94;
/** [o] -> [method, o or NULL]; arg: SPECIAL_* */
export const LOAD_SPECIAL = 95;
/** [super, class, self] -> [attr] or (arg & 1) [method, self or NULL]; arg & 2: super() had two arguments; name: arg >> 2 */
export const LOAD_SUPER_ATTR = 96;
/** puts the local's value into a new cell */
export const MAKE_CELL = 97;
/** [dict, ..., key, value] -> without key and value */
export const MAP_ADD = 98;
/** [subject, class, names tuple] -> [attributes tuple or None]; arg: positional patterns */
export const MATCH_CLASS = 99;
/** [bool] -> [] */
export const POP_JUMP_IF_FALSE = 100;
/** [v] -> [] */
export const POP_JUMP_IF_NONE = 101;
/** [v] -> [] */
export const POP_JUMP_IF_NOT_NONE = 102;
/** [bool] -> [] */
export const POP_JUMP_IF_TRUE = 103;
/** arg 0: re-raises the handled exception; 1: [exc] -> raises; 2: [exc, cause] -> raises */
export const RAISE_VARARGS = 104;
/** [lasti if arg, ..., exc] -> raises exc again; f_lasti comes from arg down */
export const RERAISE = 105;
/** [receiver, v] -> [receiver, yielded], or jumps with [receiver, returned] */
export const SEND = 106;
/** [set, ..., v] -> without v */
export const SET_ADD = 107;
/** [value, function] -> [function]; arg: MAKE_FUNCTION_* */
export const SET_FUNCTION_ATTRIBUTE = 108;
/** [set, ..., iterable] -> without iterable */
export const SET_UPDATE = 109;
/** [v, o] -> []: o.name = v */
export const STORE_ATTR = 110;
/** [v] -> []: into the cell */
export const STORE_DEREF = 111;
/** [v] -> [] */
export const STORE_FAST = 112;
/** [v] -> [local arg & 15], after local arg >> 4 = v */
export const STORE_FAST_LOAD_FAST = 113;
/** [b, a] -> []: local arg >> 4 = a, local arg & 15 = b */
export const STORE_FAST_STORE_FAST = 114;
/** [v] -> [] */
export const STORE_GLOBAL = 115;
/** [v] -> [] */
export const STORE_NAME = 116;
/** swaps the top with the value arg down */
export const SWAP = 117;
/** [sequence] -> [after..., list, before...]; arg: before | after << 8; first item on top */
export const UNPACK_EX = 118;
/** [sequence] -> [arg items], first on top */
export const UNPACK_SEQUENCE = 119;
/** [v] -> [sent]; arg 1: part of yield from or await */
export const YIELD_VALUE = 120;
/** start or resumption; arg & 3: 0 start, 1 yield, 2 yield from, 3 await; + 4: at depth 1 of the exception table */
export const RESUME = 128;

// Instrumented forms: only `sys.monitoring` of CPython writes them; here they are names of `dis`.
export const INSTRUMENTED_END_FOR = 234;
export const INSTRUMENTED_POP_ITER = 235;
export const INSTRUMENTED_END_SEND = 236;
export const INSTRUMENTED_FOR_ITER = 237;
export const INSTRUMENTED_INSTRUCTION = 238;
export const INSTRUMENTED_JUMP_FORWARD = 239;
export const INSTRUMENTED_NOT_TAKEN = 240;
export const INSTRUMENTED_POP_JUMP_IF_TRUE = 241;
export const INSTRUMENTED_POP_JUMP_IF_FALSE = 242;
export const INSTRUMENTED_POP_JUMP_IF_NONE = 243;
export const INSTRUMENTED_POP_JUMP_IF_NOT_NONE = 244;
export const INSTRUMENTED_RESUME = 245;
export const INSTRUMENTED_RETURN_VALUE = 246;
export const INSTRUMENTED_YIELD_VALUE = 247;
export const INSTRUMENTED_END_ASYNC_FOR = 248;
export const INSTRUMENTED_LOAD_SUPER_ATTR = 249;
export const INSTRUMENTED_CALL = 250;
export const INSTRUMENTED_CALL_KW = 251;
export const INSTRUMENTED_CALL_FUNCTION_EX = 252;
export const INSTRUMENTED_JUMP_BACKWARD = 253;
export const INSTRUMENTED_LINE = 254;
export const ENTER_EXECUTOR = 255;

// Pseudo instructions of the compiler.
/** where a module or class gets its annotation set-up */
export const ANNOTATIONS_PLACEHOLDER = 256;
/** jump, direction not yet known */
export const JUMP = 257;
/** jump that keeps the value */
export const JUMP_IF_FALSE = 258;
/** jump that keeps the value */
export const JUMP_IF_TRUE = 259;
/** as JUMP, no eval breaker check backwards */
export const JUMP_NO_INTERRUPT = 260;
/** a cell itself */
export const LOAD_CLOSURE = 261;
/** end of a SETUP_* region */
export const POP_BLOCK = 262;
/** exceptions go to the target with lasti pushed */
export const SETUP_CLEANUP = 263;
/** exceptions go to the target */
export const SETUP_FINALLY = 264;
/** as SETUP_CLEANUP */
export const SETUP_WITH = 265;
/** STORE_FAST of a value that may be NULL */
export const STORE_FAST_MAYBE_NULL = 266;

/** Opcode to name; the pseudo instructions included. */
export const opname: readonly string[] = (() => {
  const t: string[] = Array.from({ length: 267 }, (_v, i) => `<${i}>`);
  for (const [n, o] of Object.entries(opmapTable())) t[o] = n;
  return t;
})();

function opmapTable(): Record<string, number> {
  return {
    CACHE,
    BINARY_SLICE,
    BUILD_TEMPLATE,
    CALL_FUNCTION_EX,
    CHECK_EG_MATCH,
    CHECK_EXC_MATCH,
    CLEANUP_THROW,
    DELETE_SUBSCR,
    END_FOR,
    END_SEND,
    EXIT_INIT_CHECK,
    FORMAT_SIMPLE,
    FORMAT_WITH_SPEC,
    GET_AITER,
    GET_ANEXT,
    GET_ITER,
    RESERVED,
    GET_LEN,
    GET_YIELD_FROM_ITER,
    INTERPRETER_EXIT,
    LOAD_BUILD_CLASS,
    LOAD_LOCALS,
    MAKE_FUNCTION,
    MATCH_KEYS,
    MATCH_MAPPING,
    MATCH_SEQUENCE,
    NOP,
    NOT_TAKEN,
    POP_EXCEPT,
    POP_ITER,
    POP_TOP,
    PUSH_EXC_INFO,
    PUSH_NULL,
    RETURN_GENERATOR,
    RETURN_VALUE,
    SETUP_ANNOTATIONS,
    STORE_SLICE,
    STORE_SUBSCR,
    TO_BOOL,
    UNARY_INVERT,
    UNARY_NEGATIVE,
    UNARY_NOT,
    WITH_EXCEPT_START,
    BINARY_OP,
    BUILD_INTERPOLATION,
    BUILD_LIST,
    BUILD_MAP,
    BUILD_SET,
    BUILD_SLICE,
    BUILD_STRING,
    BUILD_TUPLE,
    CALL,
    CALL_INTRINSIC_1,
    CALL_INTRINSIC_2,
    CALL_KW,
    COMPARE_OP,
    CONTAINS_OP,
    CONVERT_VALUE,
    COPY,
    COPY_FREE_VARS,
    DELETE_ATTR,
    DELETE_DEREF,
    DELETE_FAST,
    DELETE_GLOBAL,
    DELETE_NAME,
    DICT_MERGE,
    DICT_UPDATE,
    END_ASYNC_FOR,
    EXTENDED_ARG,
    FOR_ITER,
    GET_AWAITABLE,
    IMPORT_FROM,
    IMPORT_NAME,
    IS_OP,
    JUMP_BACKWARD,
    JUMP_BACKWARD_NO_INTERRUPT,
    JUMP_FORWARD,
    LIST_APPEND,
    LIST_EXTEND,
    LOAD_ATTR,
    LOAD_COMMON_CONSTANT,
    LOAD_CONST,
    LOAD_DEREF,
    LOAD_FAST,
    LOAD_FAST_AND_CLEAR,
    LOAD_FAST_BORROW,
    LOAD_FAST_BORROW_LOAD_FAST_BORROW,
    LOAD_FAST_CHECK,
    LOAD_FAST_LOAD_FAST,
    LOAD_FROM_DICT_OR_DEREF,
    LOAD_FROM_DICT_OR_GLOBALS,
    LOAD_GLOBAL,
    LOAD_NAME,
    LOAD_SMALL_INT,
    LOAD_SPECIAL,
    LOAD_SUPER_ATTR,
    MAKE_CELL,
    MAP_ADD,
    MATCH_CLASS,
    POP_JUMP_IF_FALSE,
    POP_JUMP_IF_NONE,
    POP_JUMP_IF_NOT_NONE,
    POP_JUMP_IF_TRUE,
    RAISE_VARARGS,
    RERAISE,
    SEND,
    SET_ADD,
    SET_FUNCTION_ATTRIBUTE,
    SET_UPDATE,
    STORE_ATTR,
    STORE_DEREF,
    STORE_FAST,
    STORE_FAST_LOAD_FAST,
    STORE_FAST_STORE_FAST,
    STORE_GLOBAL,
    STORE_NAME,
    SWAP,
    UNPACK_EX,
    UNPACK_SEQUENCE,
    YIELD_VALUE,
    RESUME,
    INSTRUMENTED_END_FOR,
    INSTRUMENTED_POP_ITER,
    INSTRUMENTED_END_SEND,
    INSTRUMENTED_FOR_ITER,
    INSTRUMENTED_INSTRUCTION,
    INSTRUMENTED_JUMP_FORWARD,
    INSTRUMENTED_NOT_TAKEN,
    INSTRUMENTED_POP_JUMP_IF_TRUE,
    INSTRUMENTED_POP_JUMP_IF_FALSE,
    INSTRUMENTED_POP_JUMP_IF_NONE,
    INSTRUMENTED_POP_JUMP_IF_NOT_NONE,
    INSTRUMENTED_RESUME,
    INSTRUMENTED_RETURN_VALUE,
    INSTRUMENTED_YIELD_VALUE,
    INSTRUMENTED_END_ASYNC_FOR,
    INSTRUMENTED_LOAD_SUPER_ATTR,
    INSTRUMENTED_CALL,
    INSTRUMENTED_CALL_KW,
    INSTRUMENTED_CALL_FUNCTION_EX,
    INSTRUMENTED_JUMP_BACKWARD,
    INSTRUMENTED_LINE,
    ENTER_EXECUTOR,
    ANNOTATIONS_PLACEHOLDER,
    JUMP,
    JUMP_IF_FALSE,
    JUMP_IF_TRUE,
    JUMP_NO_INTERRUPT,
    LOAD_CLOSURE,
    POP_BLOCK,
    SETUP_CLEANUP,
    SETUP_FINALLY,
    SETUP_WITH,
    STORE_FAST_MAYBE_NULL,
  };
}

/** Name to opcode. */
export const opmap: Readonly<Record<string, number>> = opmapTable();

/** Opcodes from here on take an argument. */
export const HAVE_ARGUMENT = 43;
export const MIN_INSTRUMENTED_OPCODE = 234;

/** Inline cache entries (two bytes each) that follow an instruction in co_code. */
export const cacheEntries: Uint8Array = (() => {
  const t = new Uint8Array(267);
  t[LOAD_GLOBAL] = 4;
  t[BINARY_OP] = 5;
  t[UNPACK_SEQUENCE] = 1;
  t[COMPARE_OP] = 1;
  t[CONTAINS_OP] = 1;
  t[FOR_ITER] = 1;
  t[LOAD_SUPER_ATTR] = 1;
  t[LOAD_ATTR] = 9;
  t[STORE_ATTR] = 4;
  t[CALL] = 3;
  t[CALL_KW] = 3;
  t[STORE_SUBSCR] = 1;
  t[SEND] = 1;
  t[JUMP_BACKWARD] = 1;
  t[TO_BOOL] = 3;
  t[POP_JUMP_IF_TRUE] = 1;
  t[POP_JUMP_IF_FALSE] = 1;
  t[POP_JUMP_IF_NONE] = 1;
  t[POP_JUMP_IF_NOT_NONE] = 1;
  return t;
})();

/** Opcodes with an argument. */
export const hasarg: readonly number[] = [
  BINARY_OP,
  BUILD_INTERPOLATION,
  BUILD_LIST,
  BUILD_MAP,
  BUILD_SET,
  BUILD_SLICE,
  BUILD_STRING,
  BUILD_TUPLE,
  CALL,
  CALL_INTRINSIC_1,
  CALL_INTRINSIC_2,
  CALL_KW,
  COMPARE_OP,
  CONTAINS_OP,
  CONVERT_VALUE,
  COPY,
  COPY_FREE_VARS,
  DELETE_ATTR,
  DELETE_DEREF,
  DELETE_FAST,
  DELETE_GLOBAL,
  DELETE_NAME,
  DICT_MERGE,
  DICT_UPDATE,
  END_ASYNC_FOR,
  EXTENDED_ARG,
  FOR_ITER,
  GET_AWAITABLE,
  IMPORT_FROM,
  IMPORT_NAME,
  IS_OP,
  JUMP_BACKWARD,
  JUMP_BACKWARD_NO_INTERRUPT,
  JUMP_FORWARD,
  LIST_APPEND,
  LIST_EXTEND,
  LOAD_ATTR,
  LOAD_COMMON_CONSTANT,
  LOAD_CONST,
  LOAD_DEREF,
  LOAD_FAST,
  LOAD_FAST_AND_CLEAR,
  LOAD_FAST_BORROW,
  LOAD_FAST_BORROW_LOAD_FAST_BORROW,
  LOAD_FAST_CHECK,
  LOAD_FAST_LOAD_FAST,
  LOAD_FROM_DICT_OR_DEREF,
  LOAD_FROM_DICT_OR_GLOBALS,
  LOAD_GLOBAL,
  LOAD_NAME,
  LOAD_SMALL_INT,
  LOAD_SPECIAL,
  LOAD_SUPER_ATTR,
  MAKE_CELL,
  MAP_ADD,
  MATCH_CLASS,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  POP_JUMP_IF_TRUE,
  RAISE_VARARGS,
  RERAISE,
  SEND,
  SET_ADD,
  SET_FUNCTION_ATTRIBUTE,
  SET_UPDATE,
  STORE_ATTR,
  STORE_DEREF,
  STORE_FAST,
  STORE_FAST_LOAD_FAST,
  STORE_FAST_STORE_FAST,
  STORE_GLOBAL,
  STORE_NAME,
  SWAP,
  UNPACK_EX,
  UNPACK_SEQUENCE,
  YIELD_VALUE,
  RESUME,
  INSTRUMENTED_FOR_ITER,
  INSTRUMENTED_JUMP_FORWARD,
  INSTRUMENTED_POP_JUMP_IF_TRUE,
  INSTRUMENTED_POP_JUMP_IF_FALSE,
  INSTRUMENTED_POP_JUMP_IF_NONE,
  INSTRUMENTED_POP_JUMP_IF_NOT_NONE,
  INSTRUMENTED_RESUME,
  INSTRUMENTED_YIELD_VALUE,
  INSTRUMENTED_END_ASYNC_FOR,
  INSTRUMENTED_LOAD_SUPER_ATTR,
  INSTRUMENTED_CALL,
  INSTRUMENTED_CALL_KW,
  INSTRUMENTED_JUMP_BACKWARD,
  ENTER_EXECUTOR,
  JUMP,
  JUMP_IF_FALSE,
  JUMP_IF_TRUE,
  JUMP_NO_INTERRUPT,
  LOAD_CLOSURE,
  SETUP_CLEANUP,
  SETUP_FINALLY,
  SETUP_WITH,
  STORE_FAST_MAYBE_NULL,
];
/** Opcodes that jump (all relative in co_code, absolute indices in Code.instrs). */
export const hasjump: readonly number[] = [
  END_ASYNC_FOR,
  FOR_ITER,
  JUMP_BACKWARD,
  JUMP_BACKWARD_NO_INTERRUPT,
  JUMP_FORWARD,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_NONE,
  POP_JUMP_IF_NOT_NONE,
  POP_JUMP_IF_TRUE,
  SEND,
  INSTRUMENTED_FOR_ITER,
  INSTRUMENTED_END_ASYNC_FOR,
  JUMP,
  JUMP_IF_FALSE,
  JUMP_IF_TRUE,
  JUMP_NO_INTERRUPT,
];
/** Opcodes whose argument names a name. */
export const hasname: readonly number[] = [
  DELETE_ATTR,
  DELETE_GLOBAL,
  DELETE_NAME,
  IMPORT_FROM,
  IMPORT_NAME,
  LOAD_ATTR,
  LOAD_FROM_DICT_OR_GLOBALS,
  LOAD_GLOBAL,
  LOAD_NAME,
  LOAD_SUPER_ATTR,
  STORE_ATTR,
  STORE_GLOBAL,
  STORE_NAME,
  INSTRUMENTED_LOAD_SUPER_ATTR,
];
/** Opcodes whose argument is a constant. */
export const hasconst: readonly number[] = [LOAD_CONST];
/** Opcodes whose argument is a local (or two, four bits each). */
export const haslocal: readonly number[] = [
  DELETE_FAST,
  LOAD_DEREF,
  LOAD_FAST,
  LOAD_FAST_AND_CLEAR,
  LOAD_FAST_BORROW,
  LOAD_FAST_BORROW_LOAD_FAST_BORROW,
  LOAD_FAST_CHECK,
  LOAD_FAST_LOAD_FAST,
  STORE_FAST,
  STORE_FAST_LOAD_FAST,
  STORE_FAST_STORE_FAST,
  LOAD_CLOSURE,
  STORE_FAST_MAYBE_NULL,
];
/** Opcodes whose argument is a cell or free variable. */
export const hasfree: readonly number[] = [DELETE_DEREF, LOAD_FROM_DICT_OR_DEREF, MAKE_CELL, STORE_DEREF];
/** Pseudo opcodes that set up an exception region. */
export const hasexc: readonly number[] = [SETUP_CLEANUP, SETUP_FINALLY, SETUP_WITH];

const VARIABLE = 127;
const fixedEffect: Int8Array = (() => {
  const t = new Int8Array(267);
  for (const o of [BINARY_SLICE, DELETE_SUBSCR, END_ASYNC_FOR, MAP_ADD, MATCH_CLASS, STORE_ATTR, STORE_FAST_STORE_FAST])
    t[o] = -2;
  for (const o of [
    BUILD_TEMPLATE,
    CLEANUP_THROW,
    END_FOR,
    END_SEND,
    EXIT_INIT_CHECK,
    FORMAT_WITH_SPEC,
    INTERPRETER_EXIT,
    POP_EXCEPT,
    POP_ITER,
    POP_TOP,
    BINARY_OP,
    CALL_INTRINSIC_2,
    COMPARE_OP,
    CONTAINS_OP,
    DELETE_ATTR,
    DICT_MERGE,
    DICT_UPDATE,
    IMPORT_NAME,
    IS_OP,
    LIST_APPEND,
    LIST_EXTEND,
    POP_JUMP_IF_FALSE,
    POP_JUMP_IF_NONE,
    POP_JUMP_IF_NOT_NONE,
    POP_JUMP_IF_TRUE,
    RERAISE,
    SET_ADD,
    SET_FUNCTION_ATTRIBUTE,
    SET_UPDATE,
    STORE_DEREF,
    STORE_FAST,
    STORE_GLOBAL,
    STORE_NAME,
  ])
    t[o] = -1;
  for (const o of [CALL_FUNCTION_EX, STORE_SUBSCR]) t[o] = -3;
  for (const o of [
    GET_ANEXT,
    GET_LEN,
    LOAD_BUILD_CLASS,
    LOAD_LOCALS,
    MATCH_KEYS,
    MATCH_MAPPING,
    MATCH_SEQUENCE,
    PUSH_EXC_INFO,
    PUSH_NULL,
    RETURN_GENERATOR,
    WITH_EXCEPT_START,
    COPY,
    FOR_ITER,
    IMPORT_FROM,
    LOAD_COMMON_CONSTANT,
    LOAD_CONST,
    LOAD_DEREF,
    LOAD_FAST,
    LOAD_FAST_AND_CLEAR,
    LOAD_FAST_BORROW,
    LOAD_FAST_CHECK,
    LOAD_NAME,
    LOAD_SMALL_INT,
    LOAD_SPECIAL,
  ])
    t[o] = 1;
  for (const o of [STORE_SLICE]) t[o] = -4;
  for (const o of [
    BUILD_INTERPOLATION,
    BUILD_LIST,
    BUILD_MAP,
    BUILD_SET,
    BUILD_SLICE,
    BUILD_STRING,
    BUILD_TUPLE,
    CALL,
    CALL_KW,
    LOAD_ATTR,
    LOAD_GLOBAL,
    LOAD_SUPER_ATTR,
    RAISE_VARARGS,
    UNPACK_EX,
    UNPACK_SEQUENCE,
  ])
    t[o] = VARIABLE;
  for (const o of [LOAD_FAST_BORROW_LOAD_FAST_BORROW, LOAD_FAST_LOAD_FAST]) t[o] = 2;
  for (const o of [INSTRUMENTED_END_FOR, INSTRUMENTED_POP_ITER, INSTRUMENTED_END_SEND, STORE_FAST_MAYBE_NULL])
    t[o] = -1;
  for (const o of [INSTRUMENTED_POP_JUMP_IF_TRUE, INSTRUMENTED_POP_JUMP_IF_FALSE]) t[o] = -1;
  for (const o of [INSTRUMENTED_POP_JUMP_IF_NONE, INSTRUMENTED_POP_JUMP_IF_NOT_NONE]) t[o] = -1;
  for (const o of [INSTRUMENTED_FOR_ITER, LOAD_CLOSURE]) t[o] = 1;
  for (const o of [INSTRUMENTED_CALL, INSTRUMENTED_CALL_KW, INSTRUMENTED_LOAD_SUPER_ATTR]) t[o] = VARIABLE;
  t[INSTRUMENTED_END_ASYNC_FOR] = -2;
  t[INSTRUMENTED_CALL_FUNCTION_EX] = -3;
  return t;
})();

/** How far an instruction moves the stack pointer. `jump`: where its jump (or exception region's target) leads. */
export function stackEffect(opcode: number, arg: number, jump: boolean): number {
  const e = fixedEffect[opcode];
  if (e !== VARIABLE) {
    if (jump && opcode >= SETUP_CLEANUP) {
      if (opcode === SETUP_CLEANUP) return 2;
      if (opcode === SETUP_FINALLY || opcode === SETUP_WITH) return 1;
    }
    return e;
  }
  switch (opcode) {
    case BUILD_INTERPOLATION:
      return -1 - (arg & 1);
    case BUILD_MAP:
      return 1 - 2 * arg;
    case CALL:
    case INSTRUMENTED_CALL:
      return -1 - arg;
    case CALL_KW:
    case INSTRUMENTED_CALL_KW:
      return -2 - arg;
    case LOAD_ATTR:
      return arg & 1;
    case LOAD_GLOBAL:
      return 1 + (arg & 1);
    case LOAD_SUPER_ATTR:
    case INSTRUMENTED_LOAD_SUPER_ATTR:
      return -2 + (arg & 1);
    case RAISE_VARARGS:
      return -arg;
    case UNPACK_EX:
      return (arg & 0xff) + (arg >> 8);
    case UNPACK_SEQUENCE:
      return arg - 1;
    default:
      return 1 - arg; // BUILD_LIST, BUILD_SET, BUILD_SLICE, BUILD_STRING, BUILD_TUPLE
  }
}

// Argument of BINARY_OP.
export const NB_ADD = 0;
export const NB_AND = 1;
export const NB_FLOOR_DIVIDE = 2;
export const NB_LSHIFT = 3;
export const NB_MATRIX_MULTIPLY = 4;
export const NB_MULTIPLY = 5;
export const NB_REMAINDER = 6;
export const NB_OR = 7;
export const NB_POWER = 8;
export const NB_RSHIFT = 9;
export const NB_SUBTRACT = 10;
export const NB_TRUE_DIVIDE = 11;
export const NB_XOR = 12;
export const NB_INPLACE_ADD = 13;
export const NB_INPLACE_AND = 14;
export const NB_INPLACE_FLOOR_DIVIDE = 15;
export const NB_INPLACE_LSHIFT = 16;
export const NB_INPLACE_MATRIX_MULTIPLY = 17;
export const NB_INPLACE_MULTIPLY = 18;
export const NB_INPLACE_REMAINDER = 19;
export const NB_INPLACE_OR = 20;
export const NB_INPLACE_POWER = 21;
export const NB_INPLACE_RSHIFT = 22;
export const NB_INPLACE_SUBTRACT = 23;
export const NB_INPLACE_TRUE_DIVIDE = 24;
export const NB_INPLACE_XOR = 25;
export const NB_SUBSCR = 26;
/** Operator names and texts by number (`_opcode.get_nb_ops()`). */
export const nbOps: readonly (readonly [string, string])[] = [
  ['NB_ADD', '+'],
  ['NB_AND', '&'],
  ['NB_FLOOR_DIVIDE', '//'],
  ['NB_LSHIFT', '<<'],
  ['NB_MATRIX_MULTIPLY', '@'],
  ['NB_MULTIPLY', '*'],
  ['NB_REMAINDER', '%'],
  ['NB_OR', '|'],
  ['NB_POWER', '**'],
  ['NB_RSHIFT', '>>'],
  ['NB_SUBTRACT', '-'],
  ['NB_TRUE_DIVIDE', '/'],
  ['NB_XOR', '^'],
  ['NB_INPLACE_ADD', '+='],
  ['NB_INPLACE_AND', '&='],
  ['NB_INPLACE_FLOOR_DIVIDE', '//='],
  ['NB_INPLACE_LSHIFT', '<<='],
  ['NB_INPLACE_MATRIX_MULTIPLY', '@='],
  ['NB_INPLACE_MULTIPLY', '*='],
  ['NB_INPLACE_REMAINDER', '%='],
  ['NB_INPLACE_OR', '|='],
  ['NB_INPLACE_POWER', '**='],
  ['NB_INPLACE_RSHIFT', '>>='],
  ['NB_INPLACE_SUBTRACT', '-='],
  ['NB_INPLACE_TRUE_DIVIDE', '/='],
  ['NB_INPLACE_XOR', '^='],
  ['NB_SUBSCR', '[]'],
];

// Argument of COMPARE_OP: operator << 5, COMPARE_BOOL when the result must be a bool, and which outcomes make it true.
export const CMP_LT = 0;
export const CMP_LE = 1;
export const CMP_EQ = 2;
export const CMP_NE = 3;
export const CMP_GT = 4;
export const CMP_GE = 5;
/** The result is converted to bool (a TO_BOOL that follows was merged). */
export const COMPARE_BOOL = 16;
export const COMPARISON_UNORDERED = 1;
export const COMPARISON_LESS_THAN = 2;
export const COMPARISON_GREATER_THAN = 4;
export const COMPARISON_EQUALS = 8;
/** Outcome mask by operator. */
export const compareMasks: readonly number[] = [2, 10, 8, 7, 4, 12];
export const cmpOps: readonly string[] = ['<', '<=', '==', '!=', '>', '>='];

// Argument of CALL_INTRINSIC_1.
export const INTRINSIC_1_INVALID = 0;
export const INTRINSIC_PRINT = 1;
export const INTRINSIC_IMPORT_STAR = 2;
export const INTRINSIC_STOPITERATION_ERROR = 3;
export const INTRINSIC_ASYNC_GEN_WRAP = 4;
export const INTRINSIC_UNARY_POSITIVE = 5;
export const INTRINSIC_LIST_TO_TUPLE = 6;
export const INTRINSIC_TYPEVAR = 7;
export const INTRINSIC_PARAMSPEC = 8;
export const INTRINSIC_TYPEVARTUPLE = 9;
export const INTRINSIC_SUBSCRIPT_GENERIC = 10;
export const INTRINSIC_TYPEALIAS = 11;
export const intrinsic1Names: readonly string[] = [
  'INTRINSIC_1_INVALID',
  'INTRINSIC_PRINT',
  'INTRINSIC_IMPORT_STAR',
  'INTRINSIC_STOPITERATION_ERROR',
  'INTRINSIC_ASYNC_GEN_WRAP',
  'INTRINSIC_UNARY_POSITIVE',
  'INTRINSIC_LIST_TO_TUPLE',
  'INTRINSIC_TYPEVAR',
  'INTRINSIC_PARAMSPEC',
  'INTRINSIC_TYPEVARTUPLE',
  'INTRINSIC_SUBSCRIPT_GENERIC',
  'INTRINSIC_TYPEALIAS',
];

// Argument of CALL_INTRINSIC_2.
export const INTRINSIC_2_INVALID = 0;
export const INTRINSIC_PREP_RERAISE_STAR = 1;
export const INTRINSIC_TYPEVAR_WITH_BOUND = 2;
export const INTRINSIC_TYPEVAR_WITH_CONSTRAINTS = 3;
export const INTRINSIC_SET_FUNCTION_TYPE_PARAMS = 4;
export const INTRINSIC_SET_TYPEPARAM_DEFAULT = 5;
export const intrinsic2Names: readonly string[] = [
  'INTRINSIC_2_INVALID',
  'INTRINSIC_PREP_RERAISE_STAR',
  'INTRINSIC_TYPEVAR_WITH_BOUND',
  'INTRINSIC_TYPEVAR_WITH_CONSTRAINTS',
  'INTRINSIC_SET_FUNCTION_TYPE_PARAMS',
  'INTRINSIC_SET_TYPEPARAM_DEFAULT',
];

// Argument of LOAD_COMMON_CONSTANT.
export const CONSTANT_ASSERTIONERROR = 0;
export const CONSTANT_NOTIMPLEMENTEDERROR = 1;
export const CONSTANT_BUILTIN_TUPLE = 2;
export const CONSTANT_BUILTIN_ALL = 3;
export const CONSTANT_BUILTIN_ANY = 4;

// Argument of LOAD_SPECIAL.
export const SPECIAL___ENTER__ = 0;
export const SPECIAL___EXIT__ = 1;
export const SPECIAL___AENTER__ = 2;
export const SPECIAL___AEXIT__ = 3;
export const specialMethodNames: readonly string[] = ['__enter__', '__exit__', '__aenter__', '__aexit__'];

// Argument of CONVERT_VALUE.
export const FVC_NONE = 0;
export const FVC_STR = 1;
export const FVC_REPR = 2;
export const FVC_ASCII = 3;

// Argument of SET_FUNCTION_ATTRIBUTE.
export const MAKE_FUNCTION_DEFAULTS = 1;
export const MAKE_FUNCTION_KWDEFAULTS = 2;
export const MAKE_FUNCTION_ANNOTATIONS = 4;
export const MAKE_FUNCTION_CLOSURE = 8;
export const MAKE_FUNCTION_ANNOTATE = 16;

// Argument of RESUME.
export const RESUME_AT_FUNC_START = 0;
export const RESUME_AFTER_YIELD = 1;
export const RESUME_AFTER_YIELD_FROM = 2;
export const RESUME_AFTER_AWAIT = 3;
export const RESUME_OPARG_LOCATION_MASK = 3;
export const RESUME_OPARG_DEPTH1_MASK = 4;
