// print() and input(): through `sys.stdout`/`sys.stdin`, whatever objects they are. Resumable.

import { None, type PyValue } from '../../objects/object.ts';
import type { PyStr } from '../../objects/shapes.ts';
import { typeOf } from '../../objects/type.ts';
import { eofError, isException, runtimeError, typeError } from '../../objects/exceptions/raise.ts';
import { lookupAttrR, getattrR } from '../../objects/protocol/attribute.ts';
import { callMethodR, callR } from '../../objects/protocol/call.ts';
import { truthR } from '../../objects/protocol/operators.ts';
import { strR } from '../../objects/protocol/text.ts';
import type { NativeGenerator } from '../../objects/protocol/pending.ts';
import { fromJS, isStr, toJS } from '../../objects/str/text.ts';
import { hooks } from '../../objects/hooks.ts';

/** print(*args, sep, end, file, flush). */
export function* print(
  args: PyValue[],
  sep: PyValue,
  end: PyValue,
  file: PyValue,
  flush: PyValue,
): NativeGenerator<PyValue> {
  if (file === None) {
    const out = hooks.sysAttr('stdout');
    if (out === undefined) throw runtimeError('lost sys.stdout');
    if (out === None) return None;
    file = out;
  }
  if (sep !== None && !isStr(sep)) throw typeError(`sep must be None or a string, not ${typeOf(sep).name}`);
  if (end !== None && !isStr(end)) throw typeError(`end must be None or a string, not ${typeOf(end).name}`);
  const write = (yield getattrR(file, 'write')) as PyValue;
  for (let i = 0; i < args.length; i++) {
    if (i > 0) yield callR(write, [sep === None ? ' ' : sep]);
    const a = args[i];
    const text = (typeof a === 'string' ? a : yield strR(a)) as PyValue;
    yield callR(write, [text]);
  }
  yield callR(write, [end === None ? '\n' : end]);
  const flushing: boolean = flush === false ? false : yield truthR(flush);
  if (flushing) yield callMethodR(file, 'flush');
  return None;
}

/** input(prompt). */
export function* input(prompt: PyValue | undefined): NativeGenerator<PyValue> {
  const need = (name: string): PyValue => {
    const v = hooks.sysAttr(name);
    if (v === undefined || v === None) throw runtimeError(`input(): lost sys.${name}`);
    return v;
  };
  const stdin = need('stdin');
  const stdout = need('stdout');
  const stderr = need('stderr');
  try {
    yield callMethodR(stderr, 'flush');
  } catch (e) {
    if (!isException(e, 'Exception')) throw e;
  }
  if (prompt !== undefined) {
    const text = (yield strR(prompt)) as string | PyStr;
    yield callMethodR(stdout, 'write', [text]);
  }
  try {
    yield callMethodR(stdout, 'flush');
  } catch (e) {
    if (!isException(e, 'Exception')) throw e;
  }
  const readline = (yield lookupAttrR(stdin, 'readline')) as PyValue | undefined;
  if (readline === undefined) throw runtimeError('input(): lost sys.stdin');
  const line = (yield callR(readline, [])) as PyValue;
  if (!isStr(line)) throw typeError('object.readline() returned non-string');
  const s = toJS(line);
  if (s === '') throw eofError('EOF when reading a line');
  return fromJS(s.endsWith('\n') ? s.slice(0, -1) : s);
}
