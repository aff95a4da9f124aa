# else of for and while runs unless the loop was broken.
for i in range(3):
    pass
else:
    print('for else', i)
for i in range(3):
    if i == 1:
        break
else:
    print('never')
n = 3
while n:
    n -= 1
    if n == 1:
        continue
else:
    print('while else', n)
while True:
    for j in 'abc':
        if j == 'b':
            break
    else:
        continue
    break
print(j)

# expect: for else 2
# expect: while else 0
# expect: b
