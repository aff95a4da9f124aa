// Tells the types that are below genericalias.ts in the import order how `cls[item]` is made.

import { setGeneratorAlias } from './generator.ts';
import { genericAlias } from './genericalias.ts';
import { setMemoryviewAlias } from './memoryview.ts';

setGeneratorAlias(genericAlias);
setMemoryviewAlias(genericAlias);
