// All modules that stand between Python and the operating system: importing this file registers them.

import './posix/index.ts';
import './_io/index.ts';
import './_codecs/index.ts';
import './time/index.ts';
import './zlib/index.ts';
import './errno.ts';
import './faulthandler.ts';
import './_posixsubprocess.ts';
import './_hashlib.ts';
import './_stat.ts';
import './_signal.ts';
import './_thread.ts';
import './_queue.ts';
import './_locale.ts';
import './atexit.ts';
import './fcntl.ts';
import './gc.ts';
import './hashes.ts';
import './resource.ts';
import './select.ts';
import './small.ts';
import './_tracemalloc.ts';
import './termios.ts';
import './users.ts';
