// pwd and grp: users and groups from /etc/passwd and /etc/group. Invariant: files are read at each question, as the C
// library does.

import type { PyValue } from '../objects/object.ts';
import { PyList } from '../objects/shapes.ts';
import { typeOf } from '../objects/type.ts';
import { makeStructSeq, type PyStructSeq } from '../objects/structseq.ts';
import { keyError, typeError, valueError } from '../objects/exceptions/raise.ts';
import { index } from '../objects/protocol/operators.ts';
import { repr } from '../objects/protocol/text.ts';
import { fromJS, isStr, toJS } from '../objects/str/text.ts';
import { defineModule } from '../runtime/modules.ts';
import { host } from '../runtime/host.ts';
import { fsDecode } from './support/fs.ts';

export const structPasswd = makeStructSeq('pwd.struct_passwd', [
  'pw_name',
  'pw_passwd',
  'pw_uid',
  'pw_gid',
  'pw_gecos',
  'pw_dir',
  'pw_shell',
]);
export const structGroup = makeStructSeq('grp.struct_group', ['gr_name', 'gr_passwd', 'gr_gid', 'gr_mem']);

function lines(file: string, fields: number): string[][] {
  let text: string;
  try {
    text = toJS(fsDecode(host().fs.readFile(file)));
  } catch {
    return [];
  }
  return text
    .split('\n')
    .filter((l) => l !== '' && !l.startsWith('#'))
    .map((l) => l.split(':'))
    .filter((f) => f.length >= fields);
}

function users(): PyStructSeq[] {
  return lines('/etc/passwd', 7).map((f) =>
    structPasswd.of(fromJS(f[0]), fromJS(f[1]), Number(f[2]), Number(f[3]), fromJS(f[4]), fromJS(f[5]), fromJS(f[6])),
  );
}
function groups(): PyStructSeq[] {
  return lines('/etc/group', 4).map((f) =>
    structGroup.of(
      fromJS(f[0]),
      fromJS(f[1]),
      Number(f[2]),
      new PyList(f[3] === '' ? [] : f[3].split(',').map(fromJS)),
    ),
  );
}
function nameArg(v: PyValue, fname: string): string {
  if (!isStr(v))
    throw typeError(`${fname}() argument${fname === 'getgrnam' ? " 'name'" : ''} must be str, not ${typeOf(v).name}`);
  const s = toJS(v);
  if (s.includes('\0')) throw valueError('embedded null character');
  return s;
}
const find = (list: PyStructSeq[], i: number, key: PyValue): PyStructSeq | undefined =>
  list.find((s) => s.items[i] === key);

defineModule('pwd', (m) => {
  m.type(structPasswd.type);
  m.funcs({
    'getpwuid(uidobj, /)': (v: PyValue) => {
      const n = index(v);
      const s = find(users(), 2, n);
      if (s === undefined) throw keyError(`getpwuid(): uid not found: ${n}`);
      return s;
    },
    'getpwnam(name, /)': (v: PyValue) => {
      const s = find(users(), 0, fromJS(nameArg(v, 'getpwnam')));
      if (s === undefined) throw keyError(fromJS(`getpwnam(): name not found: ${repr(v)}`));
      return s;
    },
    'getpwall()': () => new PyList(users()),
  });
});
defineModule('grp', (m) => {
  m.type(structGroup.type);
  m.funcs({
    'getgrgid(id)': (v: PyValue) => {
      const n = index(v);
      const s = find(groups(), 2, n);
      if (s === undefined) throw keyError(`getgrgid(): gid not found: ${n}`);
      return s;
    },
    'getgrnam(name)': (v: PyValue) => {
      const s = find(groups(), 0, fromJS(nameArg(v, 'getgrnam')));
      if (s === undefined) throw keyError(fromJS(`getgrnam(): name not found: ${repr(v)}`));
      return s;
    },
    'getgrall()': () => new PyList(groups()),
  });
});
