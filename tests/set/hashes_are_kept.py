# Moving elements between sets and dicts hashes nothing anew.
class Counted(int):
    def __init__(self, *args):
        self.hashed = 0

    def __hash__(self):
        self.hashed += 1
        return int.__hash__(self)


d = dict.fromkeys(map(Counted, range(10)))
print(sum(k.hashed for k in d))  # expect: 10
s = set(d)
s.difference(d)
s.difference_update(d)
set(d).symmetric_difference(d)
dict.fromkeys(set(d))
print(sum(k.hashed for k in d))  # expect: 10
