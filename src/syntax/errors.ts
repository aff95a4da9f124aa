// The one error type this layer throws. Invariant: whatever the input, parsing throws nothing else.
// It knows nothing of Python exception objects: whoever catches it makes the SyntaxError from its fields.

/** Which Python exception class the error stands for. */
export type SyntaxErrorKind =
  | 'SyntaxError'
  | 'IndentationError'
  | 'TabError'
  | '_IncompleteInputError'
  | 'MemoryError'
  | 'OverflowError'
  | 'ValueError';

/**
 * A SyntaxError to be: fields as on CPython's exception (1-based character offsets; end_offset may be 0 or -1).
 * `lineno` -1: there is no place at all, and the exception carries its message only. `end_lineno` -1: the place has no end
 * (both end fields are None).
 */
export class PythonSyntaxError extends Error {
  constructor(
    readonly kind: SyntaxErrorKind,
    readonly msg: string,
    readonly filename: string,
    readonly lineno: number,
    readonly offset: number,
    readonly end_lineno: number,
    readonly end_offset: number,
    readonly text: string | null,
  ) {
    super(msg);
    this.name = kind;
  }
}

/** A warning the tokenizer or parser gives; columns are UTF-8 bytes. */
export type WarningHandler = (
  category: 'SyntaxWarning' | 'DeprecationWarning',
  message: string,
  lineno: number,
  col_offset: number,
) => void;
