// Loads the behaviour of every built-in exception.

import './base.ts';
import './simple.ts';
import './os-error-type.ts';
import './syntax-error.ts';
import './unicode-error.ts';
import './group.ts';
import './traceback.ts';
import './docs.ts';
