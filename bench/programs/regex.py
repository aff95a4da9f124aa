# Regular expressions: search, findall with groups, sub with a string and with a function, look-around, back-reference.
import re

lines = [
    f'2026-{i % 12 + 1:02d}-{i % 28 + 1:02d} host{i % 7} [{"INFO WARN ERROR".split()[i % 3]}] '
    f'user{i}@example{i % 5}.com took {i * 37 % 1000} ms "quoted {i}"'
    for i in range(16000)
]
text = '\n'.join(lines)
emails = re.findall(r'[\w.]+@[\w.]+\.com', text)
dates = re.findall(r'^(\d{4})-(\d\d)-(\d\d)', text, re.MULTILINE)
slow = [int(m.group('ms')) for m in re.finditer(r'took (?P<ms>\d+) ms', text)]
masked = re.sub(r'user\d+(?=@)', '***', text)
doubled = re.sub(r'\b(\d+) ms', lambda m: f'{int(m[1]) * 2} ms', text)
pattern = re.compile(r'\[(ERROR|WARN)\].*?"([^"]*)"')
errors = sum(1 for line in lines if (m := pattern.search(line)) and m[1] == 'ERROR')
repeated = len(re.findall(r'(\w)\1', text))
pieces = re.split(r'[\s,;]+', text)
print(len(emails), len(dates), sum(slow), len(masked), len(doubled), errors, repeated, len(pieces))
