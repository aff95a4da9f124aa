# os: the process, environment, and subprocess.
import os, subprocess, sys

os.environ['TYPHON_TEST'] = 'välue'
print(os.environ['TYPHON_TEST'], os.environb[b'TYPHON_TEST'], os.getenv('NOPE', 'default'))
print(subprocess.run(['sh', '-c', 'echo $TYPHON_TEST; echo err >&2; exit 3'], capture_output=True, text=True))
print(subprocess.check_output(['cat'], input=b'some input'))
print(subprocess.run('echo a; echo b >&2; echo c', shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout)
try:
    subprocess.run(['/nonexistent/program'])
except FileNotFoundError as e:
    print(e)
try:
    subprocess.run(['true'], cwd='/nonexistent')
except FileNotFoundError as e:
    print(e)
try:
    subprocess.check_call(['false'])
except subprocess.CalledProcessError as e:
    print(e)
p = subprocess.Popen(['sleep', '10'])
print(p.poll())
p.terminate()
print(p.wait())
try:
    subprocess.run(['sleep', '10'], timeout=0.2)
except subprocess.TimeoutExpired as e:
    print(e.cmd, e.timeout < 0.3)
p = subprocess.Popen(['sh', '-c', 'read x; echo got $x'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
print(p.communicate('hello\n'), p.returncode)
print(os.system('exit 5') >> 8, os.waitstatus_to_exitcode(256), os.WIFEXITED(0), os.WTERMSIG(9))
with os.popen('echo popen') as p:
    print(p.read())
print(os.getpid() == os.getpid(), os.getppid() > 0, isinstance(os.uname().sysname, str), os.cpu_count() > 0)
print(len(os.urandom(16)), os.get_terminal_size.__name__)
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError as e:
    print(e)
del os.environ['TYPHON_TEST']
print(subprocess.getoutput('echo "[$TYPHON_TEST]"'))

# expect: välue b'v\xc3\xa4lue' default
# expect: CompletedProcess(args=['sh', '-c', 'echo $TYPHON_TEST; echo err >&2; exit 3'], returncode=3, stdout='välue\n', stderr='err\n')
# expect: b'some input'
# expect: b'a\nb\nc\n'
# expect: [Errno 2] No such file or directory: '/nonexistent/program'
# expect: [Errno 2] No such file or directory: '/nonexistent'
# expect: Command '['false']' returned non-zero exit status 1.
# expect: None
# expect: -15
# expect: ['sleep', '10'] True
# expect: ('got hello\n', None) 0
# expect: 5 1 True 9
# expect: popen
# expect:
# expect: True True True True
# expect: 16 get_terminal_size
# expect: [Errno 10] No child processes
# expect: []
