// Registers every built-in module and fills every built-in type: imported once by whoever starts interpreters.

import '../objects/core.ts';
import '../objects/containers.ts';
import '../vm/enter.ts';
import '../runtime/object-hooks.ts';
import './builtins.ts';
import './sys.ts';
import './_imp.ts';
import './marshal.ts';
import './_warnings.ts';
import './_abc.ts';
import './_collections.ts';
import './_functools.ts';
import './_operator.ts';
import './_signal.ts';
import './_stat.ts';
import './_thread.ts';
import './_typing.ts';
import './_weakref.ts';
import './errno.ts';
import './hashes.ts';
import './itertools.ts';
import './_io/index.ts';
import './_sre/_sre.ts';
import './posix/index.ts';
import './time/index.ts';
import './zlib/index.ts';
