"""Dumps the syntax trees of files, one dump a file, for scripts/differential/ast.ts. Runs on any CPython 3.13+."""
import ast
import json
import struct
import sys
import warnings

warnings.simplefilter('ignore')


def const(v):
    if v is None or v is True or v is False or v is ...:
        return repr(v)
    if isinstance(v, int):
        return 'int:%x' % v
    if isinstance(v, float):
        return 'float:' + struct.pack('>d', v).hex()
    if isinstance(v, complex):
        return 'complex:' + struct.pack('>d', v.imag).hex()
    if isinstance(v, str):
        return 'str:' + ','.join(str(ord(c)) if ord(c) > 126 or ord(c) < 32 else c for c in v)
    return 'bytes:' + v.hex()


def dump(node, out):
    if isinstance(node, list):
        out.append('[')
        for n in node:
            dump(n, out)
            out.append(', ')
        out.append(']')
    elif isinstance(node, ast.AST):
        out.append(type(node).__name__)
        if isinstance(node, (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)):
            return
        out.append('(')
        for name in node._fields:
            v = getattr(node, name, None)
            out.append(name + '=')
            if name in ('value', 'str') and isinstance(node, (ast.Constant, ast.MatchSingleton)) or name == 'str':
                out.append(const(v))
            else:
                dump(v, out)
            out.append(', ')
        out.append(')')
        if 'lineno' in node._attributes:
            out.append('@%d:%d-%d:%d\n' % (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset))
    else:
        out.append(json.dumps(node, ensure_ascii=True))


def main():
    sys.setrecursionlimit(20000)
    for line in sys.stdin:
        path, target = line.rstrip('\n').split('\t')
        with open(path, 'rb') as f:
            source = f.read()
        try:
            tree = ast.parse(source, path)
            out = []
            dump(tree, out)
            text = ''.join(out)
        except SyntaxError as e:
            text = 'ERROR ' + json.dumps([type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, e.text])
        with open(target, 'w') as f:
            f.write(text)


main()
