# Child processes: streams, codes, signals, time-outs, descriptors, and failures to start.
import os
import signal
import subprocess
import sys

print(subprocess.run(["cat"], input="through\n", capture_output=True, text=True).stdout)  # expect: through
# expect:
r = subprocess.run("echo out; echo err >&2; exit 3", shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
print(r.stdout, r.returncode)  # expect: b'out\nerr\n' 3
big = b"x" * 300_000
print(subprocess.run(["cat"], input=big, stdout=subprocess.PIPE).stdout == big)  # expect: True
try:
    subprocess.run(["sleep", "10"], timeout=0.1)
except subprocess.TimeoutExpired as e:
    print(e.cmd)  # expect: ['sleep', '10']
p = subprocess.Popen(["sleep", "10"])
print(p.poll())  # expect: None
p.send_signal(signal.SIGTERM)
print(p.wait())  # expect: -15
for command, options in ((["/does/not/exist"], {}), (["true"], {"cwd": "/does/not/exist"}), (["/"], {})):
    try:
        subprocess.run(command, **options)
    except OSError as e:
        print(type(e).__name__, e)
# expect: FileNotFoundError [Errno 2] No such file or directory: '/does/not/exist'
# expect: FileNotFoundError [Errno 2] No such file or directory: '/does/not/exist'
# expect: PermissionError [Errno 13] Permission denied: '/'
print(subprocess.check_output(["sh", "-c", "echo $A; pwd"], env={"A": "b"}, cwd="/tmp"))  # expect: b'b\n/tmp\n'
r, w = os.pipe()
subprocess.run(["sh", "-c", f"echo passed >/proc/self/fd/{w}"], pass_fds=[w])
os.close(w)
print(os.read(r, 100))  # expect: b'passed\n'
print(subprocess.run(["sh", "-c", "ps -o pgid= -p $$ | tr -d ' ' >/dev/null; echo $$"], start_new_session=True,
                     capture_output=True).returncode)  # expect: 0
print(os.waitstatus_to_exitcode(os.system("exit 7")))  # expect: 7
with os.popen("echo popen") as f:
    print(f.read(), end="")  # expect: popen
try:
    os.waitpid(-1, 0)
except ChildProcessError as e:
    print(e)  # expect: [Errno 10] No child processes
