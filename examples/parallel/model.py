"""A model whose weights lie in a file: an interpreter is given the path, reads them there and prints the prediction."""

import json
import os
import tempfile
from concurrent import interpreters

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'weights.json')
    with open(path, 'w') as f:
        json.dump({'w': [0.5, -1.0, 2.0], 'b': 0.25}, f)
    interp = interpreters.create()
    interp.prepare_main(path=path, x=(1.0, 2.0, 3.0))
    interp.exec('''
import json
with open(path) as f:
    model = json.load(f)
print('prediction', sum(w * v for w, v in zip(model['w'], x)) + model['b'])
''')
    interp.close()
