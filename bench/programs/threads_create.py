# Threads that do nothing: create, start, join.
import threading

done = []
for i in range(3000):
    t = threading.Thread(target=done.append, args=(i,))
    t.start()
    t.join()
print(len(done))
