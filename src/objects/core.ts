// Loads the methods of the core types. Whoever starts an interpreter imports this once.

import './type/attributes.ts';
import './object-methods.ts';
import './module.ts';
import './function.ts';
import './method.ts';
import './builtin-function.ts';
import './property.ts';
import './classmethod.ts';
import './super.ts';
import './code-type.ts';
import './frame-type.ts';
import './typevar.ts';
import './template.ts';
import './weakref.ts';
import './exceptions/index.ts';
