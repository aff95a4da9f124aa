// `_ast`: the node classes, and the bridge by which compile() takes and gives trees.

import type { PyValue } from '../../objects/object.ts';
import { parse } from '../../syntax/parse.ts';
import { addFieldTypes, astType, astTypes } from './types.ts';
import { isAst, toObject, toTree } from './convert.ts';
import { defineModule } from '../../runtime/modules.ts';
import { setAstBridge } from '../../runtime/object-hooks.ts';
import { syntaxException } from '../../runtime/execute.ts';

const TYPE_COMMENTS = 0x1000;
const ALLOW_INCOMPLETE = 0x4000;
const DONT_IMPLY_DEDENT = 0x200;

setAstBridge({
  isAst,
  parseR: (source, filename, mode, flags, featureVersion): PyValue => {
    addFieldTypes();
    try {
      return toObject(
        parse(source, filename, mode, {
          typeComments: (flags & TYPE_COMMENTS) !== 0,
          allowIncomplete: (flags & ALLOW_INCOMPLETE) !== 0,
          dontImplyDedent: (flags & DONT_IMPLY_DEDENT) !== 0,
          featureVersion,
        }),
      );
    } catch (e) {
      throw syntaxException(e);
    }
  },
  toTreeR: (v, mode) => toTree(v, mode),
  fromTree: (tree) => toObject(tree),
});

defineModule('_ast', (m) => {
  addFieldTypes();
  m.type(astType);
  for (const t of astTypes.values()) m.type(t);
  m.set('PyCF_ALLOW_TOP_LEVEL_AWAIT', 0x2000);
  m.set('PyCF_ONLY_AST', 0x400);
  m.set('PyCF_OPTIMIZED_AST', 0x8400);
  m.set('PyCF_TYPE_COMMENTS', TYPE_COMMENTS);
});
