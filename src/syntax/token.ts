// Token kinds (numbers as in CPython 3.14's Lib/token.py) and the Token record.
// (They are typed `number` on purpose: literal types would make TypeScript narrow `this.type` across calls.)
// Invariant: keywords have kinds of their own from FIRST_KEYWORD on, which never leave this layer (they are NAME outside).
// This file knows nothing of the grammar.

export const ENDMARKER: number = 0;
export const NAME: number = 1;
export const NUMBER: number = 2;
export const STRING: number = 3;
export const NEWLINE: number = 4;
export const INDENT: number = 5;
export const DEDENT: number = 6;
export const LPAR: number = 7;
export const RPAR: number = 8;
export const LSQB: number = 9;
export const RSQB: number = 10;
export const COLON: number = 11;
export const COMMA: number = 12;
export const SEMI: number = 13;
export const PLUS: number = 14;
export const MINUS: number = 15;
export const STAR: number = 16;
export const SLASH: number = 17;
export const VBAR: number = 18;
export const AMPER: number = 19;
export const LESS: number = 20;
export const GREATER: number = 21;
export const EQUAL: number = 22;
export const DOT: number = 23;
export const PERCENT: number = 24;
export const LBRACE: number = 25;
export const RBRACE: number = 26;
export const EQEQUAL: number = 27;
export const NOTEQUAL: number = 28;
export const LESSEQUAL: number = 29;
export const GREATEREQUAL: number = 30;
export const TILDE: number = 31;
export const CIRCUMFLEX: number = 32;
export const LEFTSHIFT: number = 33;
export const RIGHTSHIFT: number = 34;
export const DOUBLESTAR: number = 35;
export const PLUSEQUAL: number = 36;
export const MINEQUAL: number = 37;
export const STAREQUAL: number = 38;
export const SLASHEQUAL: number = 39;
export const PERCENTEQUAL: number = 40;
export const AMPEREQUAL: number = 41;
export const VBAREQUAL: number = 42;
export const CIRCUMFLEXEQUAL: number = 43;
export const LEFTSHIFTEQUAL: number = 44;
export const RIGHTSHIFTEQUAL: number = 45;
export const DOUBLESTAREQUAL: number = 46;
export const DOUBLESLASH: number = 47;
export const DOUBLESLASHEQUAL: number = 48;
export const AT: number = 49;
export const ATEQUAL: number = 50;
export const RARROW: number = 51;
export const ELLIPSIS: number = 52;
export const COLONEQUAL: number = 53;
export const EXCLAMATION: number = 54;
export const OP: number = 55;
export const TYPE_IGNORE: number = 56;
export const TYPE_COMMENT: number = 57;
export const SOFT_KEYWORD: number = 58;
export const FSTRING_START: number = 59;
export const FSTRING_MIDDLE: number = 60;
export const FSTRING_END: number = 61;
export const TSTRING_START: number = 62;
export const TSTRING_MIDDLE: number = 63;
export const TSTRING_END: number = 64;
export const COMMENT: number = 65;
export const NL: number = 66;
export const ERRORTOKEN: number = 67;

export const FIRST_KEYWORD: number = 500;
export const K_FALSE: number = 500;
export const K_NONE: number = 501;
export const K_TRUE: number = 502;
export const K_AND: number = 503;
export const K_AS: number = 504;
export const K_ASSERT: number = 505;
export const K_ASYNC: number = 506;
export const K_AWAIT: number = 507;
export const K_BREAK: number = 508;
export const K_CLASS: number = 509;
export const K_CONTINUE: number = 510;
export const K_DEF: number = 511;
export const K_DEL: number = 512;
export const K_ELIF: number = 513;
export const K_ELSE: number = 514;
export const K_EXCEPT: number = 515;
export const K_FINALLY: number = 516;
export const K_FOR: number = 517;
export const K_FROM: number = 518;
export const K_GLOBAL: number = 519;
export const K_IF: number = 520;
export const K_IMPORT: number = 521;
export const K_IN: number = 522;
export const K_IS: number = 523;
export const K_LAMBDA: number = 524;
export const K_NONLOCAL: number = 525;
export const K_NOT: number = 526;
export const K_OR: number = 527;
export const K_PASS: number = 528;
export const K_RAISE: number = 529;
export const K_RETURN: number = 530;
export const K_TRY: number = 531;
export const K_WHILE: number = 532;
export const K_WITH: number = 533;
export const K_YIELD: number = 534;

/** The 35 hard keywords. */
export const KEYWORDS: ReadonlyMap<string, number> = new Map(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  )
    .split(' ')
    .map((word, i) => [word, FIRST_KEYWORD + i] as const),
);

/** Operators and delimiters by their spelling. */
export const OPERATORS: ReadonlyMap<string, number> = new Map(
  (
    '( ) [ ] : , ; + - * / | & < > = . % { } == != <= >= ~ ^ << >> ** += -= *= /= %= &= |= ^= <<= >>= **= // //= @ ' +
    '@= -> ... := !'
  )
    .split(' ')
    .map((op, i) => [op, LPAR + i] as const),
);

/** One token. Offsets are UTF-16 indices into the normalised source; columns are UTF-8 bytes (-1: none, as CPython). */
export class Token {
  /** Text of the replacement field up to here, on the `!`, `:` or `}` that ends a field's expression. */
  metadata: string | null = null;
  /** Bracket depth after the token; only the diagnosing parser fills it in. */
  level = 0;
  constructor(
    public type: number,
    readonly start: number,
    readonly end: number,
    readonly lineno: number,
    readonly col: number,
    readonly endLineno: number,
    readonly endCol: number,
  ) {}
}
