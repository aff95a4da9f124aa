# Elements whose __eq__ clears the sets being combined: no crash, whatever the answer.
import operator
import random

random.seed(1)


class Bad:
    def __eq__(self, other):
        if not enabled:
            return False
        if random.randrange(20) == 0:
            set1.clear()
        if random.randrange(20) == 0:
            set2.clear()
        return bool(random.randrange(2))

    def __hash__(self):
        return random.randrange(2)


for op in (operator.and_, operator.or_, operator.xor, operator.sub, operator.le, operator.iand, operator.ixor):
    for _ in range(40):
        enabled = False
        set1 = {Bad() for _ in range(random.randrange(30))}
        set2 = {Bad() for _ in range(random.randrange(30))}
        enabled = True
        try:
            op(set1, set2)
        except RuntimeError as e:
            assert "changed size during iteration" in str(e)
print("survived")  # expect: survived
