# Value and Array: C data in shared memory under a lock, seen by all processes.
import multiprocessing as mp
from ctypes import Structure, c_double
class Point(Structure):
    _fields_ = [('x', c_double), ('y', c_double)]
def work(n, a, s, p):
    for _ in range(200):
        with n.get_lock():
            n.value += 1
    with a.get_lock():
        for i in range(len(a)):
            a[i] *= 2
    s.value = s.value.upper()
    for q in p:
        q.x **= 2
if __name__ == '__main__':
    ctx = mp.get_context('spawn')
    n = ctx.Value('i', 0)
    a = ctx.Array('d', [1.5, 2.5])
    s = ctx.Array('c', b'hello')
    p = ctx.Array(Point, [(1.5, 2), (3, 4)], lock=False)
    ps = [ctx.Process(target=work, args=(n, a, s, p)) for _ in range(2)]
    for x in ps:
        x.start()
    for x in ps:
        x.join()
    print(n.value, a[:], s.value, [(q.x, q.y) for q in p], n)

# expect: 400 [6.0, 10.0] b'HELLO' [(5.0625, 2.0), (81.0, 4.0)] <Synchronized wrapper for c_int(400)>
