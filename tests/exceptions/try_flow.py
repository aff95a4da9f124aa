# try, except, else, finally: which run, in which order.
def f(kind):
    log = []
    try:
        log.append('try')
        if kind == 'return': return log
        if kind: raise kind
    except (KeyError, IndexError) as e:
        log.append(type(e).__name__)
    except ValueError:
        log.append('value')
    else:
        log.append('else')
    finally:
        log.append('finally')
    return log
print(f(None), f(KeyError), f(ValueError()), f('return'))
try:
    f(TypeError('t'))
except TypeError as e:
    print(e)
def loop():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print('body', i)
        finally:
            print('finally', i)
loop()
try:
    pass
except KeyError as e:
    pass
try:
    raise KeyError
except KeyError as e:
    pass
print('e' in globals())

# expect: ['try', 'else', 'finally'] ['try', 'KeyError', 'finally'] ['try', 'value', 'finally'] ['try', 'finally']
# expect: t
# expect: body 0
# expect: finally 0
# expect: finally 1
# expect: finally 2
# expect: False
