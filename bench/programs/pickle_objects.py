"""pickle both ways: records of plain values, instances, shared references, protocols 2 and 4, bytes and big ints."""
import pickle

GROUP = 'text'
EXPECTED = ([True, True, True, True, True, True, True, True], True, ['writing', 'arithmetic'])


class Employee:
    def __init__(self, name, salary, skills):
        self.name = name
        self.salary = salary
        self.skills = skills
        self.boss = None

    def __eq__(self, other):
        return (self.name, self.salary, self.skills) == (other.name, other.salary, other.skills)


SKILLS = ['reading', 'writing', 'arithmetic']
STAFF = [Employee(f'employee {i}', 1000.5 + i, SKILLS[i % 3:]) for i in range(10_000)]
for employee in STAFF[1:]:
    employee.boss = STAFF[0]
RECORDS = [{'id': i, 'name': f'record {i}', 'pair': (i, i / 3), 'data': bytes(8), 'big': i << 70, 'none': None,
            'flags': [True, False], 'tags': {'a', 'b'}} for i in range(10_000)]


def run():
    sizes = []
    for protocol in (2, 4):
        for value in (STAFF, RECORDS):
            data = pickle.dumps(value, protocol)
            sizes.append(len(data) > 1000)
            back = pickle.loads(data)
            sizes.append(back == value)
    staff = pickle.loads(pickle.dumps(STAFF))
    return sizes, staff[5].boss is staff[0], staff[7].skills
