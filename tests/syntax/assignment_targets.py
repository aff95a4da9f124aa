# Evaluation order of assignments and of augmented assignments.
log = []
def t(name):
    log.append(name)
    return data
data = [0, 1, 2]
t('a')[0], t('b')[1] = (t('v'), 5)[1], t('w')[2]
print(log, data)
i = 0
i, data[i] = 1, 'set'
print(data)
a = b = []
a.append(1)
print(b)
class Acc:
    def __iadd__(self, other):
        print('iadd', other)
        return 42
x = Acc()
x += 'y'
print(x)
def idx():
    print('idx once')
    return 0
lst = [10]
lst[idx()] += 5
print(lst)
(p, q), [r] = (1, 2), [3]
print(p, q, r)

# expect: ['v', 'w', 'a', 'b'] [5, 2, 2]
# expect: [5, 'set', 2]
# expect: [1]
# expect: iadd y
# expect: 42
# expect: idx once
# expect: [15]
# expect: 1 2 3
