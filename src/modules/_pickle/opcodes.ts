// The opcodes of the pickle format, protocols 0 to 5 (pickletools.py describes each). Knows nothing else.

/** Opcode → its byte. */
export const OP = {
  MARK: 40, // (
  STOP: 46, // .
  POP: 48, // 0
  POP_MARK: 49, // 1
  DUP: 50, // 2
  FLOAT: 70, // F
  INT: 73, // I
  BININT: 74, // J
  BININT1: 75, // K
  LONG: 76, // L
  BININT2: 77, // M
  NONE: 78, // N
  PERSID: 80, // P
  BINPERSID: 81, // Q
  REDUCE: 82, // R
  STRING: 83, // S
  BINSTRING: 84, // T
  SHORT_BINSTRING: 85, // U
  UNICODE: 86, // V
  BINUNICODE: 88, // X
  APPEND: 97, // a
  BUILD: 98, // b
  GLOBAL: 99, // c
  DICT: 100, // d
  EMPTY_DICT: 125, // }
  APPENDS: 101, // e
  GET: 103, // g
  BINGET: 104, // h
  INST: 105, // i
  LONG_BINGET: 106, // j
  LIST: 108, // l
  EMPTY_LIST: 93, // ]
  OBJ: 111, // o
  PUT: 112, // p
  BINPUT: 113, // q
  LONG_BINPUT: 114, // r
  SETITEM: 115, // s
  TUPLE: 116, // t
  EMPTY_TUPLE: 41, // )
  SETITEMS: 117, // u
  BINFLOAT: 71, // G
  BINBYTES: 66, // B
  SHORT_BINBYTES: 67, // C
  PROTO: 0x80,
  NEWOBJ: 0x81,
  EXT1: 0x82,
  EXT2: 0x83,
  EXT4: 0x84,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  LONG1: 0x8a,
  LONG4: 0x8b,
  SHORT_BINUNICODE: 0x8c,
  BINUNICODE8: 0x8d,
  BINBYTES8: 0x8e,
  EMPTY_SET: 0x8f,
  ADDITEMS: 0x90,
  FROZENSET: 0x91,
  NEWOBJ_EX: 0x92,
  STACK_GLOBAL: 0x93,
  MEMOIZE: 0x94,
  FRAME: 0x95,
  BYTEARRAY8: 0x96,
  NEXT_BUFFER: 0x97,
  READONLY_BUFFER: 0x98,
} as const;

export const HIGHEST_PROTOCOL = 5;
export const DEFAULT_PROTOCOL = 5;

/** Containers are written in batches of so many items. */
export const BATCH = 1000;
