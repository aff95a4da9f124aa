"""A loader of batches as deep learning has them: worker processes prefetch, batches come in order."""

import multiprocessing as mp


class Squares:
    """A data set: item i is (i, i * i)."""

    def __len__(self):
        return 20

    def __getitem__(self, i):
        return i, i * i


def fetch(dataset, wanted, ready):
    while (task := wanted.get()) is not None:
        number, indices = task
        ready.put((number, [dataset[i] for i in indices]))


class DataLoader:
    """Iterates over a data set in batches, with `num_workers` processes that prefetch them."""

    def __init__(self, dataset, batch_size, num_workers=2, prefetch=2):
        self.dataset, self.batch_size = dataset, batch_size
        self.num_workers, self.prefetch = num_workers, prefetch

    def __iter__(self):
        ctx = mp.get_context('spawn')
        wanted, ready = ctx.SimpleQueue(), ctx.SimpleQueue()
        workers = [ctx.Process(target=fetch, args=(self.dataset, wanted, ready), daemon=True)
                   for _ in range(self.num_workers)]
        for w in workers:
            w.start()
        n = len(self.dataset)
        batches = [range(i, min(i + self.batch_size, n)) for i in range(0, n, self.batch_size)]
        tasks = iter(enumerate(batches))
        for task, _ in zip(tasks, range(self.num_workers * self.prefetch)):
            wanted.put(task)
        early = {}
        for number in range(len(batches)):
            while number not in early:
                done, batch = ready.get()
                early[done] = batch
                if (task := next(tasks, None)) is not None:
                    wanted.put(task)
            yield early.pop(number)
        for _ in workers:
            wanted.put(None)
        for w in workers:
            w.join()


if __name__ == '__main__':
    for batch in DataLoader(Squares(), batch_size=6):
        print(batch)
