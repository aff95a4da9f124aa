# Order after deletions and re-insertions; many keys.
d = {i: i for i in range(10)}
for i in range(0, 10, 2): del d[i]
d[0] = 'back'
print(d, next(iter(d)), next(reversed(d)))
d = {}
for i in range(1000): d[f'k{i}'] = i
for i in range(0, 1000, 3): d.pop(f'k{i}')
for i in range(0, 1000, 9): d[f'k{i}'] = -i
print(len(d), list(d)[:3], list(d)[-2:], sum(d.values()))
while len(d) > 990 - 330: d.popitem()
print(len(d))

# expect: {1: 1, 3: 3, 5: 5, 7: 7, 9: 9, 0: 'back'} 1 0
# expect: 778 ['k1', 'k2', 'k4'] ['k990', 'k999'] 276723
# expect: 660
