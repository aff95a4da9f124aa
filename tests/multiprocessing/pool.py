# A pool of processes: map, imap_unordered, apply_async, an exception that comes back, maxtasksperchild.
import multiprocessing as mp
import os

def square(x):
    return x * x
def fail(x):
    raise ValueError(f'no {x}')
def pid(_):
    return os.getpid()

if __name__ == '__main__':
    with mp.get_context('spawn').Pool(2) as pool:
        print(pool.map(square, range(10)))
        print(sorted(pool.imap_unordered(square, range(5), chunksize=2)), list(pool.imap(square, range(3))))
        print(pool.apply_async(square, (9,)).get(60), pool.starmap(pow, [(2, 3), (3, 2)]))
        try:
            pool.apply(fail, (1,))
        except ValueError as e:
            print(e, type(e.__cause__).__name__)
    with mp.get_context('spawn').Pool(1, maxtasksperchild=1) as pool:
        print(len(set(pool.map(pid, range(2), chunksize=1))))

# expect: [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
# expect: [0, 1, 4, 9, 16] [0, 1, 4]
# expect: 81 [8, 9]
# expect: no 1 RemoteTraceback
# expect: 2
