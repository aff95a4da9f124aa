"""Two threads take turns through a Condition: a context switch each time."""
import threading

GROUP = 'threads'
EXPECTED = 0
TURNS = 8_000


def run():
    condition = threading.Condition()
    turn = 0

    def play(me):
        nonlocal turn
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
    return turn
