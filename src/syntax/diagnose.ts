// Why a source does not parse: the diagnosing parser's two passes, as CPython's `_PyPegen_run_parser` makes them.
// Invariant: `diagnose` always returns an error; it is called only for sources the fast parser has refused.

import { PythonSyntaxError } from './errors.ts';
import { PegStatements } from './peg-statements.ts';
import * as T from './token.ts';

class Diagnosis extends PegStatements {
  run(): PythonSyntaxError {
    let error = this.pass();
    const lexer = this.lexer;
    const last = this.tokens[this.tokens.length - 1];
    if (error === 'parsed') {
      if (this.mode === 'single') return this.error('multiple statements found while compiling a single statement');
      return this.errorAt(last, 'invalid syntax');
    }
    if (this.options.allowIncomplete && (lexer.done === 'EOF' || lexer.done === 'EOFS' || lexer.done === 'EOLS')) {
      return this.error('incomplete input', '_IncompleteInputError');
    }
    if (error !== 'failed') return this.settle(error);
    this.restart();
    error = this.pass();
    if (error instanceof PythonSyntaxError) return this.settle(error);
    if (last.type === T.INDENT) return this.error('unexpected indent', 'IndentationError');
    if (last.type === T.DEDENT) return this.error('unexpected unindent', 'IndentationError');
    return this.preferTokenizerError(this.errorAt(last, 'invalid syntax'));
  }

  /** Of a source that parses: what is too new for the version asked for. */
  features(): void {
    const error = this.pass();
    if (error instanceof PythonSyntaxError) throw error;
  }

  /** One parse; it may fail with an error of its own or without. */
  private pass(): PythonSyntaxError | 'parsed' | 'failed' {
    try {
      return this.start() === null ? 'failed' : 'parsed';
    } catch (e) {
      if (e instanceof PythonSyntaxError) return e;
      throw e;
    }
  }

  /** Errors of the grammar give way to those the tokenizer has in store. */
  private settle(error: PythonSyntaxError): PythonSyntaxError {
    return this.lexer.done === 'OK' ? this.preferTokenizerError(error) : error;
  }
}

/** Throws the error for syntax that `options.featureVersion` does not have. */
export function checkFeatures(...args: ConstructorParameters<typeof PegStatements>): void {
  new Diagnosis(...args).features();
}

/** The error for a source that does not parse. */
export function diagnose(...args: ConstructorParameters<typeof PegStatements>): PythonSyntaxError {
  return new Diagnosis(...args).run();
}
