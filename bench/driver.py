"""Runs one benchmark program in this Python and prints what it took, as one line of JSON.

    python driver.py PROGRAM [--rounds=N] [--seconds=S]

A program is a file with run(), which does one round of work and returns its result, and EXPECTED, which that result
must equal in every round. Rounds go on until there were N of them and S seconds are over. Two clocks are read: the wall
and the processor (user and system time of the whole process, so a just-in-time compiler's threads count).

The line has: "wall" and "cpu", the rounds' times in seconds, first round first; "process_cpu", what the process took from
its start to its last round; "imported", the processor time of start-up and of importing the program.
"""
import importlib.util
import json
import os
import sys
import time


def load(path):
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # pickle finds classes by their module's name
    spec.loader.exec_module(module)
    return module


def measure(program, rounds, seconds):
    wall, cpu = [], []
    run, expected = program.run, program.EXPECTED
    started = time.perf_counter()
    while len(wall) < rounds or time.perf_counter() - started < seconds:
        cpu_before, wall_before = time.process_time(), time.perf_counter()
        result = run()
        wall_after, cpu_after = time.perf_counter(), time.process_time()
        if result != expected:
            raise SystemExit('{}: round {} returned {!r}, not {!r}'.format(
                program.__name__, len(wall) + 1, result, expected))
        wall.append(wall_after - wall_before)
        cpu.append(cpu_after - cpu_before)
    return wall, cpu


def main(arguments):
    options = dict(argument[2:].split('=', 1) for argument in arguments if argument.startswith('--'))
    paths = [argument for argument in arguments if not argument.startswith('--')]
    if len(paths) != 1 or not set(options) <= {'rounds', 'seconds'}:
        raise SystemExit(__doc__)
    program = load(paths[0])
    imported = time.process_time()
    wall, cpu = measure(program, int(options.get('rounds', 1)), float(options.get('seconds', 0)))
    print(json.dumps({'wall': wall, 'cpu': cpu, 'imported': imported, 'process_cpu': time.process_time()}))


if __name__ == '__main__':
    main(sys.argv[1:])
