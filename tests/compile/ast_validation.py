# compile() of a hand-made tree says what is wrong with it.
# requires: 3.14
import ast
from ast import *


def load(x):
    return Name(x, Load())


def check(node, mode="exec"):
    if isinstance(node, expr):
        node = Expr(node)
    try:
        compile(fix_missing_locations(Module([node], [])), "<tree>", mode)
    except (TypeError, ValueError, SyntaxError) as e:
        print(type(e).__name__, e)
    else:
        print("fine")


no_args = arguments([], [], None, [], [], None, [])
check(FunctionDef("f", no_args, [], []))
check(FunctionDef("f", arguments([], [], None, [], [], None, [load("a")]), [Pass()], []))
check(FunctionDef("f", arguments([], [], None, [arg("a")], [], None, []), [Pass()], []))
check(Assign([load("a")], load("b")))
check(Assign([], load("b")))
check(Delete([Constant(1)]))
check(BoolOp(And(), [load("a")]))
check(Compare(load("a"), [Lt()], []))
check(Compare(load("a"), [Lt()], [load("a"), load("b")]))
check(Dict([load("a")], []))
check(Dict([None], [load("a")]))
check(ListComp(load("a"), []))
check(Raise(None, load("a")))
check(Try([Pass()], [], [], []))
check(Try([Pass()], [], [Pass()], [Pass()]))
check(ImportFrom("m", [alias("a")], -1))
check(Global([]))
check(NamedExpr(Attribute(load("a"), "b", Store()), load("b")))
check(Name("True", Load()))
check(AnnAssign(Attribute(load("a"), "b", Store()), load("int"), None, 1))
check(TypeAlias(Attribute(load("a"), "b", Store()), [], load("int")))
check(If(load("a"), [], []))
check(If(load("a"), [None], []))
check(List([None], Load()))
check(Starred(load("a"), Store()))
for p in (
    MatchValue(Constant(True)),
    MatchValue(Constant(...)),
    MatchValue(load("a")),
    MatchValue(JoinedStr([Constant("x")])),
    MatchSingleton(4),
    MatchStar("x"),
    MatchAs(None, "_"),
    MatchAs(MatchValue(Constant(1)), None),
    MatchOr([MatchValue(Constant(1))]),
    MatchMapping([Constant(1)], [], None),
    MatchClass(Constant(1), [], [], []),
    MatchClass(load("a"), [], ["b"], []),
    MatchSequence([MatchStar("x"), MatchValue(UnaryOp(USub(), Constant(3)))]),
):
    check(Match(load("x"), [match_case(p, None, [Pass()])]))
for place in ((2, 0, 1, 0), (-1, 0, 1, 0), (1, 5, 1, 3), (1, -2, 1, 3)):
    line, col, end_line, end_col = place
    node = Pass(lineno=line, col_offset=col, end_lineno=end_line, end_col_offset=end_col)
    try:
        compile(Module([node], []), "<tree>", "exec")
    except ValueError as e:
        print(e)
try:
    compile(Module([Match(load("x"), [])]), "", "exec")
except TypeError as e:
    print(e)
# expect: ValueError empty body on FunctionDef
# expect: ValueError more positional defaults than args on arguments
# expect: ValueError length of kwonlyargs is not the same as kw_defaults on arguments
# expect: ValueError expression must have Store context but has Load instead
# expect: ValueError empty targets on Assign
# expect: ValueError expression which can't be assigned to in Del context
# expect: ValueError BoolOp with less than 2 values
# expect: ValueError Compare with no comparators
# expect: ValueError Compare has a different number of comparators and operands
# expect: ValueError Dict doesn't have the same number of keys as values
# expect: fine
# expect: ValueError comprehension with no generators
# expect: ValueError Raise with cause but no exception
# expect: ValueError Try has neither except handlers nor finalbody
# expect: ValueError Try has orelse but no except handlers
# expect: ValueError Negative ImportFrom level
# expect: ValueError empty names on Global
# expect: TypeError NamedExpr target must be a Name
# expect: ValueError identifier field can't represent 'True' constant
# expect: TypeError AnnAssign with simple non-Name target
# expect: TypeError TypeAlias with non-Name name
# expect: ValueError empty body on If
# expect: ValueError None disallowed in statement list
# expect: ValueError None disallowed in expression list
# expect: ValueError expression must have Load context but has Store instead
# expect: ValueError unexpected constant inside of a literal pattern
# expect: ValueError unexpected constant inside of a literal pattern
# expect: ValueError patterns may only match literals and attribute lookups
# expect: SyntaxError patterns may only match literals and attribute lookups (<tree>, line 1)
# expect: ValueError MatchSingleton can only contain True, False and None
# expect: ValueError can't use MatchStar here
# expect: ValueError can't capture name '_' in patterns
# expect: ValueError MatchAs must specify a target name if a pattern is given
# expect: ValueError MatchOr requires at least 2 patterns
# expect: ValueError MatchMapping doesn't have the same number of keys as patterns
# expect: ValueError MatchClass cls field can only contain Name or Attribute nodes.
# expect: ValueError MatchClass doesn't have the same number of keyword attributes as patterns
# expect: fine
# expect: AST node line range (2, 1) is not valid
# expect: AST node column range (0, 0) for line range (-1, 1) is not valid
# expect: line 1, column 5-3 is not a valid range
# expect: AST node column range (-2, 3) for line range (1, 1) is not valid
# expect: required field "lineno" missing from stmt
