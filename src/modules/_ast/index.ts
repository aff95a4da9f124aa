// `_ast`: the node classes, and the bridge by which compile() takes and gives trees.

import type { PyValue } from '../../objects/object.ts';
import type { mod } from '../../syntax/ast.ts';
import { preprocess } from '../../compile/preprocess.ts';
import { validate } from '../../compile/validate.ts';
import { warnAboutFinally } from '../../compile/next/finally-warnings.ts';
import { recursionError } from '../../objects/exceptions/raise.ts';
import { maxStrDigits } from '../../objects/int.ts';
import { parse } from '../../syntax/parse.ts';
import { addFieldTypes, astType, astTypes } from './types.ts';
import { isAst, toObject, toTree } from './convert.ts';
import { defineModule } from '../../runtime/modules.ts';
import { setAstBridge } from '../../runtime/object-hooks.ts';
import { syntaxException } from '../../runtime/execute.ts';

const OPTIMIZED_AST = 0x8400;
const TYPE_COMMENTS = 0x1000;
const ALLOW_INCOMPLETE = 0x4000;
const DONT_IMPLY_DEDENT = 0x200;

setAstBridge({
  isAst,
  parse: (source, filename, mode, flags, optimize, featureVersion, onWarning): PyValue => {
    addFieldTypes();
    try {
      const tree = parse(source, filename, mode, {
        typeComments: (flags & TYPE_COMMENTS) !== 0,
        allowIncomplete: (flags & ALLOW_INCOMPLETE) !== 0,
        dontImplyDedent: (flags & DONT_IMPLY_DEDENT) !== 0,
        featureVersion,
        maxStrDigits: maxStrDigits(),
        onWarning,
      });
      if (tree.node === 'Module' || tree.node === 'Interactive') warnAboutFinally(tree.body, onWarning);
      if ((flags & OPTIMIZED_AST) === OPTIMIZED_AST) preprocess(tree, optimize, flags);
      return toObject(tree);
    } catch (e) {
      throw syntaxException(e);
    }
  },
  toTree: (v, mode): mod => {
    addFieldTypes();
    try {
      const tree = toTree(v, mode);
      validate(tree);
      return tree;
    } catch (e) {
      if (e instanceof RangeError) throw recursionError('maximum recursion depth exceeded during compilation');
      throw syntaxException(e);
    }
  },
  optimized: (tree, optimize, flags): PyValue => {
    preprocess(tree, optimize, flags);
    return toObject(tree);
  },
});

defineModule('_ast', (m) => {
  addFieldTypes();
  m.type(astType);
  for (const t of astTypes.values()) m.type(t);
  m.set('PyCF_ALLOW_TOP_LEVEL_AWAIT', 0x2000);
  m.set('PyCF_ONLY_AST', 0x400);
  m.set('PyCF_OPTIMIZED_AST', OPTIMIZED_AST);
  m.set('PyCF_TYPE_COMMENTS', TYPE_COMMENTS);
});
