"""Go on a 9×9 board: random playouts with captures by flood fill, a small Monte Carlo tree over them."""
from math import log, sqrt

GROUP = 'objects'
EXPECTED = (96, 8, 20899)
SIZE = 9
EMPTY, BLACK, WHITE, BORDER = range(4)
WIDTH = SIZE + 2
POINTS = [row * WIDTH + column for row in range(1, SIZE + 1) for column in range(1, SIZE + 1)]
AROUND = (-WIDTH, -1, 1, WIDTH)


class Random:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % n


class Board:
    def __init__(self):
        self.squares = [BORDER] * (WIDTH * WIDTH)
        for point in POINTS:
            self.squares[point] = EMPTY
        self.empties = list(POINTS)
        self.colour = BLACK
        self.ko = None
        self.passes = 0
        self.captured = {BLACK: 0, WHITE: 0}

    def copy(self):
        other = Board.__new__(Board)
        other.squares = self.squares[:]
        other.empties = self.empties[:]
        other.colour = self.colour
        other.ko = self.ko
        other.passes = self.passes
        other.captured = dict(self.captured)
        return other

    def group(self, start):
        """The stones connected to one, or nothing as soon as a liberty is seen."""
        squares = self.squares
        colour = squares[start]
        seen = {start}
        todo = [start]
        while todo:
            point = todo.pop()
            for step in AROUND:
                near = point + step
                value = squares[near]
                if value == EMPTY:
                    return None
                if value == colour and near not in seen:
                    seen.add(near)
                    todo.append(near)
        return seen

    def is_eye(self, point):
        own = self.colour
        return all(self.squares[point + step] in (own, BORDER) for step in AROUND)

    def play(self, point):
        """Plays there and says True, or leaves the board alone and says False."""
        squares, own = self.squares, self.colour
        other = BLACK + WHITE - own
        if point == self.ko or self.is_eye(point):
            return False
        squares[point] = own
        taken = set()
        for step in AROUND:
            near = point + step
            if squares[near] == other and near not in taken:
                dead = self.group(near)
                if dead:
                    taken |= dead
        if not taken and self.group(point):
            squares[point] = EMPTY
            return False
        self.empties.remove(point)
        for dead in taken:
            squares[dead] = EMPTY
        self.empties.extend(sorted(taken))
        self.captured[own] += len(taken)
        self.ko = next(iter(taken)) if len(taken) == 1 else None
        self.colour = other
        self.passes = 0
        return True

    def random_move(self, random):
        n = len(self.empties)
        if n:
            start = random.below(n)
            for i in range(n):
                point = self.empties[(start + i) % n]
                if self.play(point):
                    return point
        self.colour = BLACK + WHITE - self.colour
        self.ko = None
        self.passes += 1
        return None

    def score(self):
        counts = [0, 0, 0, 0]
        for point in POINTS:
            value = self.squares[point]
            if value == EMPTY:
                value = self.squares[point + 1] if self.squares[point + 1] != BORDER else self.squares[point - 1]
            counts[value] += 1
        return counts[BLACK] - counts[WHITE] - 7.5


class Node:
    def __init__(self, board, move, parent):
        self.board = board
        self.move = move
        self.parent = parent
        self.children = []
        self.untried = board.empties[:]
        self.visits = 0
        self.wins = 0

    def best(self):
        total = log(self.visits)
        return max(self.children, key=lambda c: c.wins / c.visits + 0.5 * sqrt(total / c.visits))

    def expand(self, random):
        while self.untried:
            move = self.untried.pop(random.below(len(self.untried)))
            board = self.board.copy()
            if board.play(move):
                child = Node(board, move, self)
                self.children.append(child)
                return child
        return None


def search(playouts, seed):
    random = Random(seed)
    root = Node(Board(), None, None)
    moves = 0
    for _ in range(playouts):
        node = root
        while not node.untried and node.children:
            node = node.best()
        node = node.expand(random) or node
        board = node.board.copy()
        for _ in range(150):
            board.random_move(random)
            moves += 1
            if board.passes >= 2:
                break
        black_won = board.score() > 0
        while node is not None:
            node.visits += 1
            node.wins += black_won == (node.board.colour == WHITE)
            node = node.parent
    best = max(root.children, key=lambda c: (c.visits, c.move))
    return best.move, best.visits, moves


def run():
    return search(180, 42)
