// The fast parser, literals: numbers, strings and their implicit concatenation, f-strings and t-strings.
// Invariant: as in parse-expressions.ts: accepts exactly what is valid, else throws FAILED.
// It knows nothing of the expressions inside replacement fields but that they are expressions.

import type * as A from './ast.ts';
import { ConstBytes, ConstStr, strConstant } from './constant.ts';
import { FAILED, TokenStream } from './stream.ts';
import { DecodeError, decodeString, isStr, joinBytes, joinStrings, parseNumber, parseString } from './strings.ts';
import type { EscapeWarning } from './strings.ts';
import * as T from './token.ts';
import type { Token } from './token.ts';

/** Whitespace and `=` at the end of a t-string's expression text. */
const EXPRESSION_END = /[\s=]+$/;

type StringNode = A.Constant | A.JoinedStr | A.TemplateStr;

export abstract class StringParser extends TokenStream {
  protected abstract starExpressions(): A.expr;
  protected abstract yieldExpr(): A.Yield | A.YieldFrom;

  protected constant(value: A.Constant['value'], tok: Token): A.Constant {
    return {
      node: 'Constant',
      value,
      kind: null,
      lineno: tok.lineno,
      col_offset: tok.col,
      end_lineno: tok.endLineno,
      end_col_offset: tok.endCol,
    };
  }

  /** A NUMBER token as a constant. */
  protected primaryNumber(): A.Constant {
    const tok = this.expect(T.NUMBER);
    return this.constant(
      decode(() => parseNumber(this.text(tok), this.options.maxStrDigits)),
      tok,
    );
  }

  /** One or more adjacent literals. */
  protected strings(): A.expr {
    const start = this.tok;
    const parts: StringNode[] = [];
    do {
      parts.push(this.type === T.STRING ? this.stringLiteral() : this.formattedString());
    } while (this.type === T.STRING || this.type === T.FSTRING_START || this.type === T.TSTRING_START);
    if (parts.length === 1) return parts[0];
    return this.concatenate(parts, start);
  }

  /** Literals whose first invalid escape has been warned of (a look-ahead may read one twice). */
  protected readonly warned = new Set<number>();

  /** Warns of the first invalid escape of the literal; `inFormatted`: the tokenizer has warned of braces. */
  protected escapeWarning(
    tok: Token,
    inFormatted: boolean,
    place: (lines: number, warn: (line: number) => void) => void,
  ): EscapeWarning | null {
    const handler = this.options.onWarning;
    if (handler === undefined) return null;
    return (spelled, message, lines) => {
      if (this.warned.has(tok.start)) return;
      this.warned.add(tok.start);
      if (inFormatted && (spelled === '{' || spelled === '}')) return;
      place(lines, (line) => handler('SyntaxWarning', message, line, tok.col));
    };
  }

  protected stringLiteral(): A.Constant {
    const tok = this.advance();
    const literal = decode(() =>
      parseString(
        this.text(tok),
        this.escapeWarning(tok, false, (n, warn) => warn(tok.lineno + n)),
      ),
    );
    const node = this.constant(literal.value, tok);
    if (literal.unicodeKind) node.kind = 'u';
    return node;
  }

  protected concatenate(parts: StringNode[], start: Token): A.expr {
    const place = {
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: this.last.endLineno,
      end_col_offset: this.last.endCol,
    };
    const templates = parts.filter((p) => p.node === 'TemplateStr').length;
    if (templates > 0) {
      if (templates !== parts.length) throw FAILED;
      return { node: 'TemplateStr', values: foldConstants(parts.flatMap(valuesOf)), ...place };
    }
    const bytes: ConstBytes[] = [];
    for (const p of parts) if (p.node === 'Constant' && p.value instanceof ConstBytes) bytes.push(p.value);
    if (bytes.length > 0) {
      if (bytes.length !== parts.length) throw FAILED;
      return { node: 'Constant', value: joinBytes(bytes), kind: null, ...place };
    }
    const first = parts[0];
    if (parts.every((p) => p.node === 'Constant')) {
      const value = joinStrings(parts.map((p) => (p.node === 'Constant' && isStr(p.value) ? p.value : '')));
      return { node: 'Constant', value, kind: first.node === 'Constant' ? first.kind : null, ...place };
    }
    return { node: 'JoinedStr', values: foldConstants(parts.flatMap(valuesOf)), ...place };
  }

  protected formattedString(): A.JoinedStr | A.TemplateStr {
    const start = this.advance();
    const template = start.type === T.TSTRING_START;
    const raw = /[rR]/.test(this.text(start));
    const MIDDLE = template ? T.TSTRING_MIDDLE : T.FSTRING_MIDDLE;
    const END = template ? T.TSTRING_END : T.FSTRING_END;
    const values: A.expr[] = [];
    // CPython decodes the pieces when it has reached the end, and counts their lines from there.
    const warnings: ((endLine: number) => void)[] = [];
    this.enter();
    while (this.type !== END) {
      if (this.type === T.LBRACE) this.replacementField(values, template, MIDDLE);
      else {
        const piece = this.expect(MIDDLE);
        values.push(this.literalPiece(piece, raw, (n, warn) => warnings.push((line) => warn(line + n))));
      }
    }
    this.leave();
    const end = this.advance();
    for (const warn of warnings) warn(end.lineno);
    const place = {
      lineno: start.lineno,
      col_offset: start.col,
      end_lineno: end.endLineno,
      end_col_offset: end.endCol,
    };
    const folded = foldConstants(values);
    return template
      ? { node: 'TemplateStr', values: folded, ...place }
      : { node: 'JoinedStr', values: folded, ...place };
  }

  protected literalPiece(
    tok: Token,
    raw: boolean,
    place: (lines: number, warn: (line: number) => void) => void,
  ): A.Constant {
    const text = this.text(tok);
    if (raw || !text.includes('\\')) return this.constant(strConstant(text), tok);
    return this.constant(
      decode(() => decodeString(text, this.escapeWarning(tok, true, place))),
      tok,
    );
  }

  /** `{expression=!r:spec}`; pushes the text of `=` and the value. */
  protected replacementField(values: A.expr[], template: boolean, MIDDLE: number): void {
    const open = this.advance();
    const value = this.type === T.K_YIELD ? this.yieldExpr() : this.starExpressions();
    const debug = this.accept(T.EQUAL);
    let metadata: Token | null = null;
    let conversion = -1;
    let debugEnd: { line: number; col: number } | null = null;
    if (this.type === T.EXCLAMATION) {
      const bang = this.advance();
      metadata = bang;
      const tok = this.expect(T.NAME);
      const letter = this.text(tok);
      if (tok.start !== bang.end || (letter !== 's' && letter !== 'r' && letter !== 'a')) throw FAILED;
      conversion = letter.charCodeAt(0);
      debugEnd = { line: tok.lineno, col: tok.col };
    }
    let spec: A.JoinedStr | null = null;
    if (this.type === T.COLON) {
      const colon = this.advance();
      metadata ??= colon;
      const specValues: A.expr[] = [];
      while (this.type !== T.RBRACE) {
        if (this.type === T.LBRACE) this.replacementField(specValues, false, MIDDLE);
        else {
          const piece = this.expect(MIDDLE);
          specValues.push(this.literalPiece(piece, false, (n, warn) => warn(piece.lineno + n)));
        }
      }
      spec = {
        node: 'JoinedStr',
        values: foldConstants(specValues),
        lineno: colon.lineno,
        col_offset: colon.col,
        end_lineno: this.last.endLineno,
        end_col_offset: this.last.endCol,
      };
      debugEnd ??= { line: colon.lineno, col: colon.col + 1 };
    }
    const close = this.expect(T.RBRACE);
    metadata ??= close;
    debugEnd ??= { line: close.endLineno, col: close.endCol };
    if (conversion < 0 && debug && spec === null) conversion = 114;
    const place = {
      lineno: open.lineno,
      col_offset: open.col,
      end_lineno: close.endLineno,
      end_col_offset: close.endCol,
    };
    const text = metadata.metadata ?? '';
    if (debug) {
      values.push({
        node: 'Constant',
        value: strConstant(text),
        kind: null,
        lineno: open.lineno,
        col_offset: open.col + 1,
        end_lineno: debugEnd.line,
        end_col_offset: debugEnd.col - 1,
      });
    }
    if (template) {
      const str = strConstant(text.replace(EXPRESSION_END, ''));
      values.push({ node: 'Interpolation', value, str, conversion, format_spec: spec, ...place });
    } else values.push({ node: 'FormattedValue', value, conversion, format_spec: spec, ...place });
  }
}

function valuesOf(part: StringNode): A.expr[] {
  return part.node === 'Constant' ? [part] : part.values;
}

/** Joins neighbouring constants and leaves out empty ones. */
function foldConstants(values: A.expr[]): A.expr[] {
  const out: A.expr[] = [];
  for (let i = 0; i < values.length; i++) {
    const first = values[i];
    if (first.node !== 'Constant') {
      out.push(first);
      continue;
    }
    const run: A.Constant[] = [first];
    for (let next = values[i + 1]; next !== undefined && next.node === 'Constant'; next = values[i + 1]) {
      run.push(next);
      i++;
    }
    const value = run.length === 1 ? first.value : joinStrings(run.map((c) => (isStr(c.value) ? c.value : '')));
    if (value === '' || (value instanceof ConstStr && value.points.length === 0)) continue;
    const last = run[run.length - 1];
    out.push({ ...first, value, end_lineno: last.end_lineno, end_col_offset: last.end_col_offset });
  }
  return out;
}

/** A literal without a value is an error like any other: the diagnosing parser words it. */
function decode<R>(parse: () => R): R {
  try {
    return parse();
  } catch (e) {
    if (e instanceof DecodeError) throw FAILED;
    throw e;
  }
}
