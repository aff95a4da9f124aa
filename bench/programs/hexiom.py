"""A puzzle on a hexagonal board: place numbered tiles so that each has so many neighbours; search with pruning."""
GROUP = 'objects'
EXPECTED = ((True, 78446, [3, 4, 3, 3, 6, 5, 2, 7, 4, 5, 7, 7, 7, 3, 4, 2, 7, 7, 2]),
 (True, 3480, [0, 7, 1, 7, 7, 2, 7, 7, 2, 7, 3, 1, 2, 4, 3, 7, 7, 2, 7]))


class Board:
    def __init__(self, side):
        self.side = side
        cells = [(q, r) for r in range(-side + 1, side) for q in range(-side + 1, side) if abs(q + r) < side]
        index = {cell: i for i, cell in enumerate(cells)}
        self.size = len(cells)
        self.neighbours = []
        for q, r in cells:
            around = ((q + 1, r), (q - 1, r), (q, r + 1), (q, r - 1), (q + 1, r - 1), (q - 1, r + 1))
            self.neighbours.append([index[cell] for cell in around if cell in index])


class Puzzle:
    """tiles[n] says how many tiles with the number n there are; what is left of the board stays empty."""

    EMPTY = 7

    def __init__(self, board, tiles):
        self.board = board
        self.left = list(tiles)
        self.left.append(board.size - sum(tiles))
        self.placed = [None] * board.size
        self.tried = 0
        self.solutions = 0

    def fits(self, cell):
        """Whether this cell and the ones around it can still come to their number."""
        for at in (cell, *self.board.neighbours[cell]):
            number = self.placed[at]
            if number is None or number == self.EMPTY:
                continue
            filled = free = 0
            for near in self.board.neighbours[at]:
                value = self.placed[near]
                if value is None:
                    free += 1
                elif value != self.EMPTY:
                    filled += 1
            if filled > number or filled + free < number:
                return False
        return True

    def candidates(self, cell):
        most = len(self.board.neighbours[cell])
        return [n for n, left in enumerate(self.left) if left and (n <= most or n == self.EMPTY)]

    def solve(self, cell=0, limit=1):
        if cell == self.board.size:
            self.solutions += 1
            return self.solutions >= limit
        for number in self.candidates(cell):
            self.tried += 1
            self.left[number] -= 1
            self.placed[cell] = number
            if self.fits(cell) and self.solve(cell + 1, limit):
                return True
            self.placed[cell] = None
            self.left[number] += 1
        return False


def run():
    first = Puzzle(Board(3), (0, 0, 3, 4, 3, 2, 1))
    second = Puzzle(Board(3), (1, 2, 4, 2, 1, 0, 0))
    return (first.solve(limit=12), first.tried, first.placed), (second.solve(limit=20), second.tried, second.placed)
