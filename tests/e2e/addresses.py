"""One address a record: what linked data and QR codes say is where the pages lie."""
import functools
import http.server
import json
import threading
import unittest
import urllib.parse
import urllib.request

from harness import Case, gestuaire
from published import House, address

BASE = "https://musee.example/repertoire/"
CONCEPT = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2004/02/skos/core#Concept>"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class Addresses(Case):
    def setUp(self):
        super().setUp()
        self.house = House(self.folder)
        self.house.gesture("etirer-fer")
        self.house.work("clef", gestures=["g:etirer-fer"])
        self.house.put(id="m:acier", label={"fr": "acier"}, uri="http://vocab.example/acier")

    def export(self, kind, name, base=BASE):
        made = self.folder / name
        gestuaire("repertoire", "export", self.house.folder, "--format", kind, "--base", base, "-o", made)
        return made

    def concepts(self, base):
        triples = self.export("skos", "t.nt", base).read_text().splitlines()
        return {t.split()[0].strip("<>") for t in triples if CONCEPT in t}

    def test_every_export_says_the_same_address(self):
        concepts = self.concepts(BASE)
        nodes = json.loads(self.export("schema", "s.jsonld").read_text())["@graph"]
        named = {n["identifier"]: n["@id"] for n in nodes if "identifier" in n}
        self.assertEqual(named["g:etirer-fer"], address(BASE, "g:etirer-fer"))
        self.assertEqual(named["m:acier"], "http://vocab.example/acier")
        self.assertEqual(concepts, {a for i, a in named.items() if i[0] in "vmotg"})
        page = (self.export("html", "pages") / "gestures/etirer-fer.html").read_text()
        self.assertIn(f'href="{address(BASE, "g:etirer-fer")}"', page)

    def test_a_slash_that_was_forgotten_is_put(self):
        self.assertIn(address(BASE, "m:fer"), self.concepts(BASE[:-1]))

    def test_a_server_of_plain_files_answers_at_the_address_with_the_page(self):
        made = self.export("html", "pages")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(made)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        here = f"http://127.0.0.1:{server.server_port}/"
        for record in ("g:etirer-fer", "w:clef"):
            with urllib.request.urlopen(address(here, record)) as answer:
                text = answer.read().decode()
                page = text.split("url=")[1].split('"')[0]
                with urllib.request.urlopen(urllib.parse.urljoin(answer.url, page)) as led:
                    self.assertEqual(led.url, address(here, record) + ".html")


if __name__ == "__main__":
    unittest.main()
