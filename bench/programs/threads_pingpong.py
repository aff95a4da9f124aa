# Two threads take turns through a Condition: a context switch each time.
import threading

TURNS = 20000
condition = threading.Condition()
turn = 0
def play(me):
    global turn
    for _ in range(TURNS):
        with condition:
            while turn != me:
                condition.wait()
            turn = 1 - me
            condition.notify()
players = [threading.Thread(target=play, args=(me,)) for me in (0, 1)]
for t in players:
    t.start()
for t in players:
    t.join()
print(turn)
