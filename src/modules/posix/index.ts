// The posix module: what os.py, shutil, tempfile, pathlib, glob, stat and subprocess need of the system. Left out, as
// Node has no way to them: fork, exec*, extended attributes, pty, scheduler settings, eventfd, timerfd.

import { PyList } from '../../objects/shapes.ts';
import { exceptionTypes } from '../../objects/exceptions/hierarchy.ts';
import { defineModule } from '../../runtime/modules.ts';
import { host } from '../../runtime/host.ts';
import { addConstants } from './constants.ts';
import { addFileFunctions, statvfsResult, terminalSize } from './files.ts';
import { addWaitFunctions } from './wait.ts';
import { addProcessFunctions, schedParam, timesResult, unameResult, waitidResult } from './process.ts';
import { dirEntryType } from './scandir.ts';
import { statResult } from './stat.ts';

defineModule('posix', (m) => {
  addConstants(m);
  addFileFunctions(m);
  addProcessFunctions(m);
  addWaitFunctions(m);
  m.set('error', exceptionTypes.OSError);
  for (const s of [statResult, statvfsResult, terminalSize, unameResult, timesResult, schedParam, waitidResult])
    m.type(s.type);
  m.type(dirEntryType);
  const have = [
    'HAVE_FCHDIR',
    'HAVE_FCHMOD',
    'HAVE_FCHOWN',
    'HAVE_FPATHCONF',
    'HAVE_FTRUNCATE',
    'HAVE_FUTIMENS',
    'HAVE_LCHOWN',
    'HAVE_LSTAT',
    'HAVE_LUTIMES',
  ];
  if (host().process.platform === 'linux') {
    have.push(
      'HAVE_FACCESSAT',
      'HAVE_FCHMODAT',
      'HAVE_FCHOWNAT',
      'HAVE_FDOPENDIR',
      'HAVE_FSTATAT',
      'HAVE_FSTATVFS',
      'HAVE_LINKAT',
      'HAVE_MKDIRAT',
      'HAVE_MKFIFOAT',
      'HAVE_OPENAT',
      'HAVE_READLINKAT',
      'HAVE_RENAMEAT',
      'HAVE_SYMLINKAT',
      'HAVE_UNLINKAT',
      'HAVE_UTIMENSAT',
    );
  }
  m.set('_have_functions', new PyList(have));
});
