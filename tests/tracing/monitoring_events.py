# sys.monitoring: global and local events of one tool, and DISABLE.
import sys

M = sys.monitoring
E = M.events


def f(x):
    for i in range(2):
        x += i
    try:
        1 / 0
    except ZeroDivisionError:
        x = 0
    return abs(x)


seen = []
M.use_tool_id(1, 'test')
for name in ('PY_START', 'PY_RETURN', 'CALL', 'RAISE', 'EXCEPTION_HANDLED', 'BRANCH_LEFT', 'BRANCH_RIGHT', 'JUMP'):
    M.register_callback(1, getattr(E, name), lambda code, *a, n=name: seen.append((n, code.co_name, len(a))))
M.set_local_events(1, f.__code__, E.BRANCH_LEFT | E.BRANCH_RIGHT | E.JUMP)
M.set_events(1, E.PY_START | E.PY_RETURN | E.CALL | E.RAISE | E.EXCEPTION_HANDLED)
f(1)
M.set_events(1, 0)
M.set_local_events(1, f.__code__, 0)
for event in seen:
    print(*event)

lines = []


def once(code, line):
    lines.append(line - code.co_firstlineno)
    return M.DISABLE


M.register_callback(1, E.LINE, once)
M.set_local_events(1, f.__code__, E.LINE)
f(1)
f(1)
print(lines)
M.restart_events()
f(1)
print(lines)
M.free_tool_id(1)
print(M.get_tool(1))
# expect: CALL <module> 3
# expect: PY_START f 1
# expect: CALL f 3
# expect: BRANCH_LEFT f 2
# expect: JUMP f 2
# expect: BRANCH_LEFT f 2
# expect: JUMP f 2
# expect: BRANCH_RIGHT f 2
# expect: RAISE f 2
# expect: EXCEPTION_HANDLED f 2
# expect: BRANCH_LEFT f 2
# expect: CALL f 3
# expect: PY_RETURN f 2
# expect: CALL <module> 3
# expect: [1, 2, 1, 3, 4, 5, 6, 7]
# expect: [1, 2, 1, 3, 4, 5, 6, 7, 1, 2, 1, 3, 4, 5, 6, 7]
# expect: None
