# globals() and vars(x), dir(x) in hot code see what is there now, and locals() and dir() without arguments their frame.
counter = 0


class P:
    def __init__(self, x):
        self.x = x


def hot(n):
    p = P(0)
    for i in range(n):
        globals()['counter'] += 1
        p.x = i
        v = vars(p)
        d = dir(p)
        loc = locals()
        names = dir()
        own = vars()
    return counter, v, 'x' in d, loc['i'], sorted(names), own['i']


print(hot(300))  # expect: (300, {'x': 299}, True, 299, ['d', 'i', 'loc', 'n', 'names', 'own', 'p', 'v'], 299)
namespace = {'counter': 5, 'P': P}
exec("def f(n):\n for i in range(n):\n  g = globals()\n return g is namespace_of_f, g['counter']\n", namespace)
namespace['namespace_of_f'] = namespace
print(namespace['f'](300), globals() is namespace)  # expect: (True, 5) False
