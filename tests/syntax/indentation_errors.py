# IndentationError and TabError with their messages.
for source in ['if 1:\npass', ' x = 1', 'if 1:\n    x\n  y', 'if 1:\n\tx\n        y', 'def f():\n', 'class A:\n# c\nx=1',
               'for x in y:\nz', 'while 1:\nx', 'try:\nx', 'with a:\nx', 'if 1:\n  x\nelse:\ny']:
    try:
        compile(source, 'f', 'exec')
    except SyntaxError as e:
        print(type(e).__name__, e.msg, e.lineno)

# expect: IndentationError expected an indented block after 'if' statement on line 1 2
# expect: IndentationError unexpected indent 1
# expect: IndentationError unindent does not match any outer indentation level 3
# expect: TabError inconsistent use of tabs and spaces in indentation 3
# expect: IndentationError expected an indented block after function definition on line 1 1
# expect: IndentationError expected an indented block after class definition on line 1 3
# expect: IndentationError expected an indented block after 'for' statement on line 1 2
# expect: IndentationError expected an indented block after 'while' statement on line 1 2
# expect: IndentationError expected an indented block after 'try' statement on line 1 2
# expect: IndentationError expected an indented block after 'with' statement on line 1 2
# expect: IndentationError expected an indented block after 'else' statement on line 3 4
