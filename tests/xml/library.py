# minidom, sax, plistlib and xmlrpc stand on pyexpat.
import plistlib
import xml.sax
import xmlrpc.client
from xml.dom import minidom

d = minidom.parseString('<!DOCTYPE a [\n<!ENTITY e "x<b>y</b>">\n]><a k="v">&e;<!--c--><?p i?><![CDATA[<]]></a>')
print(d.toxml())
print(d.documentElement.toprettyxml(indent=' '))


class Handler(xml.sax.ContentHandler):
    def startElement(self, name, attrs):
        print('start', name, dict(attrs))

    def characters(self, content):
        print('text', repr(content))

    def endElement(self, name):
        print('end', name)


xml.sax.parseString(b'<a><b x="1">t</b></a>', Handler())
try:
    xml.sax.parseString(b'<a><b></a>', Handler())
except xml.sax.SAXParseException as e:
    print(e)
print(plistlib.loads(plistlib.dumps({'a': [1, 2.5, True, b'x'], 'b': 'é'})))
print(xmlrpc.client.loads(xmlrpc.client.dumps((1, 'a', {'b': [1, 2.5, None]}), 'm', allow_none=True)))

# expect: <?xml version="1.0" ?><!DOCTYPE a [
# expect: <!ENTITY e "x<b>y</b>">
# expect: ]><a k="v">x<b>y</b><!--c--><?p i?><![CDATA[<]]></a>
# expect: <a k="v">
# expect:  x
# expect:  <b>y</b>
# expect:  <!--c-->
# expect:  <?p i?>
# expect: <![CDATA[<]]></a>
# expect:
# expect: start a {}
# expect: start b {'x': '1'}
# expect: text 't'
# expect: end b
# expect: end a
# expect: start a {}
# expect: start b {}
# expect: <unknown>:1:8: mismatched tag
# expect: {'a': [1, 2.5, True, b'x'], 'b': 'é'}
# expect: ((1, 'a', {'b': [1, 2.5, None]}), 'm')
