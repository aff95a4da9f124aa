# A program starts with the signals held back that pthread_sigmask holds back here, and no others.
import signal
import subprocess


def child():
    out = subprocess.run(['grep', 'SigBlk', '/proc/self/status'], stdout=subprocess.PIPE, text=True).stdout
    mask = int(out.split()[1], 16)
    return [s.name for s in signal.Signals if mask >> (s - 1) & 1]


print(child())
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGUSR2])
print(child())
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
print(child())
# expect: []
# expect: ['SIGINT', 'SIGUSR2']
# expect: ['SIGUSR2']
