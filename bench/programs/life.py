"""Conway's game of life, twice: on a list of lists, and on a set of live cells."""
GROUP = 'numeric'
EXPECTED = (True, 836, 836)


def step_grid(grid):
    height, width = len(grid), len(grid[0])
    after = []
    for y in range(height):
        above, row, below = grid[y - 1], grid[y], grid[(y + 1) % height]
        line = []
        for x in range(width):
            left, right = x - 1, (x + 1) % width
            n = (above[left] + above[x] + above[right] + row[left] + row[right]
                 + below[left] + below[x] + below[right])
            line.append(1 if n == 3 or n == 2 and row[x] else 0)
        after.append(line)
    return after


def step_set(cells, size):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    near = (x + dx) % size, (y + dy) % size
                    counts[near] = counts.get(near, 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 2 and cell in cells}


def run():
    size = 72
    grid = [[1 if (x * x * 31 + y * 17 + x * y * 7) % 11 < 4 else 0 for x in range(size)] for y in range(size)]
    cells = {(x, y) for y in range(size) for x in range(size) if grid[y][x]}
    for _ in range(40):
        grid = step_grid(grid)
        cells = step_set(cells, size)
    same = cells == {(x, y) for y in range(size) for x in range(size) if grid[y][x]}
    return same, len(cells), sum(map(sum, grid))
