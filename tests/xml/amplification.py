# Entities that expand to more than a hundred times the document are refused.
import xml.etree.ElementTree as ET

laughs = ''.join(f'<!ENTITY l{i} "{"&l%d;" % (i - 1) * 10}">' for i in range(1, 10))
try:
    ET.fromstring(f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}]><a>&l9;</a>')
except ET.ParseError as e:
    print(str(e).split(':')[0])

# expect: limit on input amplification factor (from DTD and entities) breached
