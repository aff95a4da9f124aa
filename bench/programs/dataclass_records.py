"""Dataclasses: creation with defaults, ordering, frozen ones as dict keys, replace, asdict."""
from dataclasses import asdict, dataclass, field, replace

GROUP = 'objects'
EXPECTED = (8633, 6, (12000, 12000), 'job0', 72114000.0, 1000,
 "{'owner': 'owner7', 'balance': 17.0, 'history': [7.0, 17.0, 17.0]}")


@dataclass(frozen=True)
class Point:
    x: int
    y: int

    def moved(self, dx, dy):
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(order=True)
class Job:
    priority: int
    name: str = field(compare=False)
    tags: list = field(default_factory=list, compare=False)


@dataclass
class Account:
    owner: str
    balance: float = 0.0
    history: list = field(default_factory=list)

    def __post_init__(self):
        self.history.append(self.balance)

    def deposit(self, amount):
        self.balance += amount
        self.history.append(self.balance)


def run():
    grid = {}
    for i in range(50_000):
        point = Point(i % 97, i % 89)
        grid[point] = grid.get(point, 0) + 1
    walk = Point(0, 0)
    for i in range(12_000):
        walk = walk.moved(i % 3, 1)
    jobs = sorted(Job(i * 7919 % 1_009, f'job{i}') for i in range(10_000))
    accounts = [Account(f'owner{i}', float(i)) for i in range(12_000)]
    for account in accounts:
        account.deposit(10)
    equal = sum(accounts[i] == replace(accounts[i]) for i in range(1_000))
    plain = asdict(accounts[7])
    total = sum(a.balance for a in accounts)
    return len(grid), max(grid.values()), (walk.x, walk.y), jobs[0].name, total, equal, repr(plain)
