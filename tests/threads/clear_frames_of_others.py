# A frame that another thread is in cannot be cleared, however that thread waits; traceback.clear_frames leaves it alone.
import threading
import traceback

go, told = threading.Semaphore(0), threading.Semaphore(0)
errors = []


def worker(rounds):
    tell = told.release
    for n in range(rounds):
        go.acquire()
        try:
            1 // 0
        except ZeroDivisionError as e:
            errors.append(e)
        tell()
    print('worker: rounds', rounds)


t = threading.Thread(target=worker, args=(3,))
t.start()
go.release()
told.acquire()
frame = errors[0].__traceback__.tb_frame
try:
    frame.clear()
except RuntimeError as e:
    print('RuntimeError:', e)
go.release()
told.acquire()
traceback.clear_frames(errors[1].__traceback__)
print(frame.f_locals['rounds'])
go.release()
t.join()
frame.clear()
print(dict(frame.f_locals))
# expect: RuntimeError: cannot clear an executing frame
# expect: 3
# expect: worker: rounds 3
# expect: {}
