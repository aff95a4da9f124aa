# A function and a loop on one line each: their body is a line of its own for sys.settrace.
import sys
def add(a,b): return a+b
def loop(n):
    s=0
    for i in range(n): s=add(s,i)
    return s
n=0
def tr(f,e,a):
    global n; n+=1; return tr
sys.settrace(tr); loop(100); sys.settrace(None); print(n)
# expect: 405
