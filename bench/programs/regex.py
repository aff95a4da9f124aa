"""Regular expressions: search, findall with groups, sub with a string and with a function, look-around."""
import re

GROUP = 'text'
EXPECTED = (16000, 16000, 7992000, 1080462, 1174232, 5333, 37297, 144000)

LINES = [
    f'2026-{i % 12 + 1:02d}-{i % 28 + 1:02d} host{i % 7} [{"INFO WARN ERROR".split()[i % 3]}] '
    f'user{i}@example{i % 5}.com took {i * 37 % 1000} ms "quoted {i}"'
    for i in range(16000)
]
TEXT = '\n'.join(LINES)


def run():
    emails = re.findall(r'[\w.]+@[\w.]+\.com', TEXT)
    dates = re.findall(r'^(\d{4})-(\d\d)-(\d\d)', TEXT, re.MULTILINE)
    slow = [int(m.group('ms')) for m in re.finditer(r'took (?P<ms>\d+) ms', TEXT)]
    masked = re.sub(r'user\d+(?=@)', '***', TEXT)
    doubled = re.sub(r'\b(\d+) ms', lambda m: f'{int(m[1]) * 2} ms', TEXT)
    pattern = re.compile(r'\[(ERROR|WARN)\].*?"([^"]*)"')
    errors = 0
    for line in LINES:
        m = pattern.search(line)
        if m and m[1] == 'ERROR':
            errors += 1
    repeated = len(re.findall(r'(\w)\1', TEXT))
    pieces = re.split(r'[\s,;]+', TEXT)
    return len(emails), len(dates), sum(slow), len(masked), len(doubled), errors, repeated, len(pieces)
