// Registers the modules that need worker threads: imported once by whoever starts interpreters.

import './_interpreters.ts';
import './_interpqueues.ts';
import './_interpchannels.ts';
