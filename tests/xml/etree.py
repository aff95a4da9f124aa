# xml.etree.ElementTree parses, searches and writes documents.
import io
import xml.etree.ElementTree as ET

root = ET.fromstring('<a x="1">hi<b n="2"/>tail &amp; more<c>é &#x20AC; 🐍</c></a>')
print(ET.tostring(root, encoding='unicode'))
print(ET.tostring(root))
print(root.find('b').tail, root.find('c').text, root.find("b[@n='2']").attrib)
ns = ET.fromstring('<x:r xmlns:x="urn:one" xmlns="urn:two"><k x:a="1" b="2"/></x:r>')
print(ns.tag, ns[0].tag, ns[0].attrib)
print([(event, e.tag) for event, e in ET.iterparse(io.BytesIO(b'<a><b/><c>t</c></a>'), ('start', 'end'))])
pull = ET.XMLPullParser(['start', 'end', 'comment', 'pi', 'start-ns'])
for piece in ('<a xm', 'lns="u"><!-', '- c --><?p q', '?><b>', 'x</b></a>'):
    pull.feed(piece)
    pull.flush()
    print([(event, getattr(e, 'text', e)) for event, e in pull.read_events()])

# expect: <a x="1">hi<b n="2" />tail &amp; more<c>é € 🐍</c></a>
# expect: b'<a x="1">hi<b n="2" />tail &amp; more<c>&#233; &#8364; &#128013;</c></a>'
# expect: tail & more é € 🐍 {'n': '2'}
# expect: {urn:one}r {urn:two}k {'{urn:one}a': '1', 'b': '2'}
# expect: [('start', 'a'), ('start', 'b'), ('end', 'b'), ('start', 'c'), ('end', 'c'), ('end', 'a')]
# expect: []
# expect: [('start-ns', ('', 'u')), ('start', None)]
# expect: [('comment', ' c ')]
# expect: [('pi', 'p q'), ('start', None)]
# expect: [('end', 'x'), ('end', None)]
