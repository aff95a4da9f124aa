// Puts the container types that objects/type.ts does not know into the builtins namespace. Import it before the first
// interpreter starts.

import '../../objects/containers.ts';
import { enumerateType } from '../../objects/enumerate.ts';
import { rangeType } from '../../objects/range.ts';
import { reversedType } from '../../objects/reversed.ts';
import { frozensetType, setType } from '../../objects/set.ts';
import { borrow } from '../../objects/buffer.ts';
import { memoryviewType } from '../../objects/memoryview.ts';
import { setBufferAccess } from '../support/arguments.ts';
import { registerBuiltinType } from '../builtins.ts';

registerBuiltinType(memoryviewType, setType, frozensetType, rangeType, enumerateType, reversedType);

setBufferAccess({ read: (v) => borrow(v), write: (v) => borrow(v, true) });
