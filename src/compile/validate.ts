// Checks of trees that Python code made (CPython's Python/ast.c).

/** What is wrong with a tree: becomes the Python exception of that type. */
export class AstValidationError extends Error {
  constructor(
    readonly type: 'TypeError' | 'ValueError' | 'RecursionError',
    readonly msg: string,
  ) {
    super(msg);
  }
}
