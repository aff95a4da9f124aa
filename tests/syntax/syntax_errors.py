# SyntaxError messages for common mistakes.
# requires: 3.14
for source in ['x = = 1', 'f(a b)', 'print "hi"', 'if x = 1: pass', '(1, 2', 'x = [1, 2', ')', 'def f(a, a): pass',
               'return 1', 'break', 'continue', 'yield', 'await x', '1 = x', 'f() = 1', 'None = 1', 'x + 1 = 2',
               'a, b += 1', 'def f(x=1, y): pass', 'f(x=1, 2)', 'f(**k, *a)', 'nonlocal x', 'import a.b as c.d',
               "'abc", "f'{'", "f'{}'", "f'{a!x}'", 'class', 'for x y', 'lambda x=: x', '{1: 2, 3}', 'else: pass',
               'global x; x = 1\nglobal y', 'x = 1\nglobal x' , 'def f():\n x = 1\n global x', 'del f()', 'with x as 1: pass',
               'from x import *,', 'def f(*): pass', 'try:\n  pass\nx=1', 'a = 1 if 2', 'assert (x, "m") =', 'x = $',
               '"\\N{no such name}"', 'b"é"', 'import', 'from . import', '@', 'async x', 'a.1', '5.real']:
    try:
        compile(source, 'f', 'exec')
    except SyntaxError as e:
        print(repr(source), '->', e.msg)
    else:
        print(repr(source), 'compiles')

# expect: 'x = = 1' -> invalid syntax
# expect: 'f(a b)' -> invalid syntax. Perhaps you forgot a comma?
# expect: 'print "hi"' -> Missing parentheses in call to 'print'. Did you mean print(...)?
# expect: 'if x = 1: pass' -> invalid syntax. Maybe you meant '==' or ':=' instead of '='?
# expect: '(1, 2' -> '(' was never closed
# expect: 'x = [1, 2' -> '[' was never closed
# expect: ')' -> unmatched ')'
# expect: 'def f(a, a): pass' -> duplicate argument 'a' in function definition
# expect: 'return 1' -> 'return' outside function
# expect: 'break' -> 'break' outside loop
# expect: 'continue' -> 'continue' not properly in loop
# expect: 'yield' -> 'yield' outside function
# expect: 'await x' -> 'await' outside function
# expect: '1 = x' -> cannot assign to literal here. Maybe you meant '==' instead of '='?
# expect: 'f() = 1' -> cannot assign to function call here. Maybe you meant '==' instead of '='?
# expect: 'None = 1' -> cannot assign to None
# expect: 'x + 1 = 2' -> cannot assign to expression here. Maybe you meant '==' instead of '='?
# expect: 'a, b += 1' -> 'tuple' is an illegal expression for augmented assignment
# expect: 'def f(x=1, y): pass' -> parameter without a default follows parameter with a default
# expect: 'f(x=1, 2)' -> positional argument follows keyword argument
# expect: 'f(**k, *a)' -> iterable argument unpacking follows keyword argument unpacking
# expect: 'nonlocal x' -> nonlocal declaration not allowed at module level
# expect: 'import a.b as c.d' -> cannot use attribute as import target
# expect: "'abc" -> unterminated string literal (detected at line 1)
# expect: "f'{'" -> f-string: expecting '}'
# expect: "f'{}'" -> f-string: valid expression required before '}'
# expect: "f'{a!x}'" -> f-string: invalid conversion character 'x': expected 's', 'r', or 'a'
# expect: 'class' -> invalid syntax
# expect: 'for x y' -> invalid syntax
# expect: 'lambda x=: x' -> invalid syntax
# expect: '{1: 2, 3}' -> ':' expected after dictionary key
# expect: 'else: pass' -> invalid syntax
# expect: 'global x; x = 1\nglobal y' compiles
# expect: 'x = 1\nglobal x' -> name 'x' is assigned to before global declaration
# expect: 'def f():\n x = 1\n global x' -> name 'x' is assigned to before global declaration
# expect: 'del f()' -> cannot delete function call
# expect: 'with x as 1: pass' -> cannot assign to literal
# expect: 'from x import *,' -> invalid syntax
# expect: 'def f(*): pass' -> named arguments must follow bare *
# expect: 'try:\n  pass\nx=1' -> expected 'except' or 'finally' block
# expect: 'a = 1 if 2' -> expected 'else' after 'if' expression
# expect: 'assert (x, "m") =' -> invalid syntax
# expect: 'x = $' -> invalid syntax
# expect: '"\\N{no such name}"' -> (unicode error) 'unicodeescape' codec can't decode bytes in position 0-15: unknown Unicode character name
# expect: 'b"é"' -> bytes can only contain ASCII literal characters
# expect: 'import' -> Expected one or more names after 'import'
# expect: 'from . import' -> Expected one or more names after 'import'
# expect: '@' -> invalid syntax
# expect: 'async x' -> invalid syntax
# expect: 'a.1' -> invalid syntax
# expect: '5.real' -> invalid decimal literal
