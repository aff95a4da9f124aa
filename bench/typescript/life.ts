// bench/programs/life.py by hand. JavaScript has no tuples to put in a set: a cell is the number x * SIZE + y.

export const expected = [true, 836, 836];

const SIZE = 72;

function stepGrid(grid: number[][]): number[][] {
  const [height, width] = [grid.length, grid[0].length];
  return grid.map((row, y) => {
    const above = grid[(y + height - 1) % height];
    const below = grid[(y + 1) % height];
    return row.map((cell, x) => {
      const left = x === 0 ? width - 1 : x - 1;
      const right = (x + 1) % width;
      const n = above[left] + above[x] + above[right] + row[left] + row[right] + below[left] + below[x] + below[right];
      return n === 3 || (n === 2 && cell) ? 1 : 0;
    });
  });
}

function stepSet(cells: ReadonlySet<number>): Set<number> {
  const counts = new Map<number, number>();
  for (const cell of cells) {
    const [x, y] = [Math.floor(cell / SIZE), cell % SIZE];
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        if (dx === 0 && dy === 0) continue;
        const near = ((x + dx + SIZE) % SIZE) * SIZE + ((y + dy + SIZE) % SIZE);
        counts.set(near, (counts.get(near) ?? 0) + 1);
      }
    }
  }
  const after = new Set<number>();
  for (const [cell, n] of counts) if (n === 3 || (n === 2 && cells.has(cell))) after.add(cell);
  return after;
}

function live(grid: readonly number[][]): Set<number> {
  const cells = new Set<number>();
  for (const [y, row] of grid.entries()) for (const [x, cell] of row.entries()) if (cell) cells.add(x * SIZE + y);
  return cells;
}

export function run(): [boolean, number, number] {
  let grid = Array.from({ length: SIZE }, (_, y) =>
    Array.from({ length: SIZE }, (_, x): number => ((x * x * 31 + y * 17 + x * y * 7) % 11 < 4 ? 1 : 0)),
  );
  let cells = live(grid);
  for (let step = 0; step < 40; step++) {
    grid = stepGrid(grid);
    cells = stepSet(cells);
  }
  const other = live(grid);
  const same = cells.size === other.size && [...cells].every((cell) => other.has(cell));
  return [same, cells.size, grid.flat().reduce((sum, cell) => sum + cell, 0)];
}
