import { PythonSyntaxError } from './errors.ts';
import { Lexer } from './tokenizer.ts';
import type { Mode, ParseOptions } from './stream.ts';
export function diagnose(text: string, filename: string, mode: Mode, options: ParseOptions): never {
  void Lexer; void mode; void options; void text;
  throw new PythonSyntaxError('SyntaxError', 'invalid syntax', filename, 1, 1, 1, 1, '');
}
