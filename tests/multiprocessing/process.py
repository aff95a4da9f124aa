# Processes: arguments, exit codes, terminate, a daemon's end, an exception's traceback in the child.
import multiprocessing as mp
import os, sys, time

def double(conn, x):
    conn.send((x * 2, os.getpid() != os.getppid(), mp.current_process().name))
    conn.close()
def leave(n):
    sys.exit(n)
def sleep():
    time.sleep(60)

if __name__ == '__main__':
    mp.set_start_method('spawn')
    here, there = mp.Pipe()
    p = mp.Process(target=double, args=(there, 21), name='Worker')
    print(p.is_alive(), p.exitcode)
    p.start()
    print(here.recv())
    p.join()
    print(p.exitcode, p.is_alive())
    q, r = mp.Process(target=leave, args=(7,)), mp.Process(target=sleep)
    q.start()
    r.start()
    q.join()
    r.terminate()
    r.join(10)
    print(q.exitcode, r.exitcode, [x.name for x in mp.active_children()])
    d = mp.Process(target=sleep, daemon=True)
    d.start()
    print(d.daemon, d in mp.active_children())
    d.kill()
    d.join()
    print(d.exitcode)

# expect: False None
# expect: (42, True, 'Worker')
# expect: 0 False
# expect: 7 -15 []
# expect: True True
# expect: -9
