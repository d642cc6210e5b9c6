"""Terms as SKOS, out and in. The judges: rapper, python3-rdflib, and the integrity conditions of the SKOS
reference (https://www.w3.org/TR/skos-reference/), written down here."""
import importlib.util
import json
import os
import subprocess
import sys
import unittest

if importlib.util.find_spec("rdflib") is None and os.path.realpath(sys.executable) != os.path.realpath("/usr/bin/python3"):
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])  # Debian's python3-rdflib

import rdflib
from rdflib.compare import to_isomorphic
from rdflib.namespace import RDF, SKOS

from harness import SAMPLES, Case, copy_villa, gestuaire

T69 = SAMPLES / "skos" / "T69-extrait-objets-mobiliers.rdf"
BASE = "urn:gestuaire:villa-medicis:"
HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <http://example.org/t/> .
"""


def broken_rules(g):
    """What breaks the integrity conditions of SKOS and our own promises."""
    bad = []
    concepts, schemes = set(g.subjects(RDF.type, SKOS.Concept)), set(g.subjects(RDF.type, SKOS.ConceptScheme))
    bad += [("S9", c) for c in concepts & schemes]
    for c in concepts:
        said = {p: set(g.objects(c, p)) for p in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)}
        pref, alt, hidden = said[SKOS.prefLabel], said[SKOS.altLabel], said[SKOS.hiddenLabel]
        bad += [("S13", c)] if pref & alt or pref & hidden or alt & hidden else []
        bad += [("S14", c)] if len({l.language for l in pref}) != len(pref) or not pref else []
        above = set(g.transitive_objects(c, SKOS.broader)) - {c}
        below = set(g.transitive_subjects(SKOS.broader, c)) - {c}
        related = set(g.objects(c, SKOS.related))
        bad += [("S27", c)] if related & (above | below) else []
        bad += [("circle", c)] if c in set(g.objects(c, SKOS.broader * rdflib.paths.OneOrMore)) else []
        bad += [("S46", c)] if set(g.objects(c, SKOS.exactMatch)) & (
            set(g.objects(c, SKOS.broadMatch)) | set(g.objects(c, SKOS.relatedMatch))) else []
        bad += [("no scheme", c)] if not set(g.objects(c, SKOS.inScheme)) else []
    pairs = [(SKOS.broader, SKOS.narrower, "S25"), (SKOS.related, SKOS.related, "S23"),
             (SKOS.hasTopConcept, SKOS.topConceptOf, "S8")]
    for there, back, rule in pairs:
        bad += [(rule, a, b) for a, b in g.subject_objects(there) if (b, back, a) not in g]
        bad += [(rule, a, b) for a, b in g.subject_objects(back) if (b, there, a) not in g]
    for s, c in g.subject_objects(SKOS.hasTopConcept):
        bad += [("S5 S6", s, c)] if s not in schemes or c not in concepts else []
        bad += [("top", c)] if (c, SKOS.inScheme, s) not in g or set(g.objects(c, SKOS.broader)) else []
    for c, s in g.subject_objects(SKOS.inScheme):
        bad += [("S4", c, s)] if s not in schemes else []
    return bad


class Skos(Case):
    def setUp(self):
        super().setUp()
        self.villa = copy_villa(self.folder)
        self.before = self.records()

    def records(self):
        folder = self.villa / "repertoire"
        return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.json"))}

    def changed(self):
        after = self.records()
        return {n for n in self.before.keys() | after.keys() if self.before.get(n) != after.get(n)}

    def put(self, name, **record):
        file = self.villa / "repertoire" / name
        file.write_text(json.dumps(record))

    def record(self, name):
        return json.loads((self.villa / "repertoire" / name).read_text())

    def export(self, *args):
        told = gestuaire("repertoire", "export", self.villa, "--format", "skos", "-o", self.folder / "skos", *args)
        counts = []
        for name, syntax in (("terms.ttl", "turtle"), ("terms.rdf", "rdfxml")):
            counts.append(subprocess.run(["rapper", "-q", "-i", syntax, "-o", "ntriples", self.folder / "skos" / name],
                                         capture_output=True, text=True, check=True).stdout)
        self.assertEqual(*({*text.splitlines()} for text in counts))
        turtle = rdflib.Graph().parse(self.folder / "skos" / "terms.ttl")
        self.assertEqual(to_isomorphic(turtle), to_isomorphic(rdflib.Graph().parse(self.folder / "skos" / "terms.rdf")))
        return turtle, told

    def take(self, *args, ok=True):
        return gestuaire("repertoire", "import", self.villa, "--format", "skos", "--yes", *args, ok=ok)

    def turtle(self, text):
        file = self.folder / "x.ttl"
        file.write_text(HEAD + text)
        return file

    @unittest.skipUnless(T69.exists(), "the shared samples are not here")
    def test_the_thesaurus_of_others_comes_in_whole_and_goes_out_again(self):
        told = json.loads(self.take("--as", "tool", "--prefix", "t69-", "--json", T69).stdout)
        self.assertEqual((len(told["new"]), told["written"]), (27, True))
        self.assertEqual(self.record("tools/t69-1931.json")["label"], {"fr": "siège"})
        self.assertEqual(self.record("tools/t69-1944.json")["synonyms"]["fr"], ["fumeuse à pupitre", "fumeuse à dossier"])
        graph, _ = self.export()
        missing = 0
        for s, p, o in rdflib.Graph().parse(T69):
            if (s, p, o) in graph:
                continue
            missing += 1
            name, text = p.toPython().replace("#", "/").split("/")[-1], json.dumps(str(o), ensure_ascii=False)
            blank = isinstance(o, rdflib.BNode)
            self.assertTrue([line for line in told["lost"] if f":{name} " in line and (blank or text in line or str(o) in line
                             or "foaf:" in line) and (isinstance(s, rdflib.BNode) or f"{s}> " in line)], (s, p, o))
        self.assertEqual(missing, len(told["lost"]))
        self.assertEqual(broken_rules(graph), [])
        again = self.take("--as", "tool", "--prefix", "t69-", T69)
        self.assertIn("0 new, 0 changed, 27 as they are", again.stdout)

    def test_what_goes_out_meets_the_rules_and_comes_in_again_without_a_change(self):
        self.put("tools/marteau.json", id="o:marteau-x", label={"fr": "marteau", "en": "hammer"},
                 synonyms={"fr": ["masse", "maillet", "marteau"]}, misspellings={"fr": ["martau"], "en": ["hamer"]},
                 definition={"fr": "Ce qui frappe.\nEt qui pèse <1 kg & plus."}, notation="82.1", related=["o:tas-x"],
                 links=[{"uri": "http://vocab.getty.edu/aat/300024939", "relation": "exact"},
                        {"uri": "https://fr.wikipedia.org/wiki/Marteau", "relation": "see"},
                        {"uri": "http://vocab.getty.edu/aat/1", "relation": "broader"}])
        self.put("tools/tas.json", id="o:tas-x", label={"fr": "tas", "ar": "سندان"})
        self.put("tools/planer.json", id="o:planer-x", label={"fr": "marteau à planer"}, broader=["o:marteau-x"],
                 related=["o:marteau-x", "o:tas-x"])
        self.before = self.records()
        graph, told = self.export()
        self.assertEqual(broken_rules(graph), [])
        self.assertIn('synonyms.fr: "marteau" is a label already (S13)', told.stderr)
        self.assertIn('related: "o:marteau-x" is broader or narrower as well (S27)', told.stderr)
        o = rdflib.URIRef(BASE + "o:marteau-x")
        self.assertEqual(set(graph.objects(o, SKOS.altLabel)), {rdflib.Literal("masse", "fr"), rdflib.Literal("maillet", "fr")})
        self.assertEqual(set(graph.objects(o, SKOS.hiddenLabel)), {rdflib.Literal("martau", "fr"), rdflib.Literal("hamer", "en")})
        self.assertIn((o, SKOS.broadMatch, rdflib.URIRef("http://vocab.getty.edu/aat/1")), graph)
        gesture = rdflib.URIRef(BASE + "g:etirer-fer")
        self.assertIn((rdflib.URIRef(BASE + "v:etirer"), SKOS.related, gesture), graph)
        self.assertIn((gesture, SKOS.related, rdflib.URIRef(BASE + "m:fer")), graph)
        # What broke a rule is mended by the way; nothing else changes.
        self.take(self.folder / "skos" / "terms.ttl")
        self.assertLessEqual(self.changed(), {"tools/marteau.json", "tools/planer.json", "tools/tas.json"})
        self.before = self.records()
        for name in ("terms.ttl", "terms.rdf"):
            told = self.take(self.folder / "skos" / name)
            self.assertIn("0 new, 0 changed", told.stdout)
            self.assertNotIn("Not kept", told.stderr)
        self.assertEqual(self.changed(), set())

    def test_only_what_another_program_edited_changes(self):
        graph, _ = self.export("--base", "https://example.org/id/")
        fer, new = (rdflib.URIRef("https://example.org/id/" + x) for x in ("materials/fer", "m:laiton"))  # the new one and the old spelling
        graph.remove((fer, SKOS.prefLabel, rdflib.Literal("iron", "en")))
        graph.add((fer, SKOS.prefLabel, rdflib.Literal("wrought iron", "en")))
        graph.add((new, RDF.type, SKOS.Concept))
        graph.add((new, SKOS.prefLabel, rdflib.Literal("laiton", "fr")))
        graph.add((new, SKOS.related, fer))
        graph.serialize(self.folder / "edited.ttl", format="turtle")
        self.take("--base", "https://example.org/id/", self.folder / "edited.ttl")
        self.assertEqual(self.changed(), {"materials/fer.json", "materials/laiton.json"})
        self.assertEqual(self.record("materials/fer.json")["label"]["en"], "wrought iron")
        self.assertEqual(self.record("materials/fer.json")["related"], ["m:laiton"])

    def test_what_breaks_a_rule_is_mended_and_told(self):
        file = self.turtle("""
ex:a a skos:Concept ; skos:prefLabel "rabot"@fr, "guillaume"@fr, "varlope"@fr-CA, "plane"@en-GB ;
  skos:altLabel "rabot"@fr, "riflard"@fr ; skos:hiddenLabel "riflard"@fr, "rabo"@fr ; skos:broader ex:b ; skos:related ex:c .
ex:b a skos:Concept ; skos:prefLabel "outil à fût"@fr ; skos:broader ex:c ; skos:scopeNote "À fût."@fr .
ex:c a skos:Concept ; skos:prefLabel "outil"@fr ; skos:broader ex:a ; skos:exactMatch <http://vocab.example/1> .
ex:d skos:narrower ex:a ; skos:altLabel "sans nom"@fr .
ex:e a skos:Concept ; skos:prefLabel "seul"@fr ; skos:broader ex:nowhere ; skos:changeNote "x"@fr ; skos:notation "1", "2" .
ex:f a skos:Collection ; skos:prefLabel "ensemble"@fr ; skos:member ex:a .
""")
        told = self.take("--as", "tool", file)
        for part in ('"guillaume" is a second one; one in each language is allowed (S14)', "is the prefLabel already (S13)",
                     "is an altLabel already (S13)", "closes a circle", "(S27)", "a concept without a prefLabel",
                     "skos:broader <http://example.org/t/nowhere>: is not in the file", "a collection is no term",
                     "one short notation is kept", 'skos:scopeNote "À fût."@fr: is kept as skos:definition'):
            self.assertIn(part, told.stderr)
        a = self.record("tools/a.json")
        self.assertEqual(a["label"], {"fr": "rabot", "en": "plane"})
        self.assertEqual(sorted(a["synonyms"]["fr"]), ["guillaume", "riflard", "varlope"])
        self.assertEqual(a["misspellings"], {"fr": ["rabo"]})
        self.assertEqual(self.record("tools/c.json")["links"], [{"uri": "http://vocab.example/1", "relation": "exact"}])
        graph, _ = self.export()
        self.assertEqual(broken_rules(graph), [])

    def test_what_the_file_is_silent_about_stays(self):
        self.take("--as", "tool", self.turtle('ex:a a skos:Concept ; skos:prefLabel "rabot"@fr .'))
        record = self.record("tools/a.json")
        mine = {**record, "label": {"fr": "rabot", "it": "pialla"}, "broader": ["o:ciseau"], "part": "linear"}
        self.put("tools/a.json", **mine)
        self.take("--as", "tool", self.turtle('ex:a a skos:Concept ; skos:prefLabel "le rabot"@fr .'))
        self.assertEqual(self.record("tools/a.json"), {**mine, "label": {"fr": "le rabot", "it": "pialla"}})

    def test_nothing_is_fetched_and_no_entity_is_opened(self):
        secret = self.folder / "secret.txt"
        secret.write_text("geheim")
        for declared in (f'<!ENTITY x SYSTEM "file://{secret}">', '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
                         '<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in
                                                              zip("abcdefgh", "bcdefgh") ) + '<!ENTITY x "&h;&h;&h;">'):
            file = self.folder / "x.rdf"
            file.write_text(f"""<?xml version="1.0"?><!DOCTYPE r [{declared}]>
<rdf:RDF xmlns:rdf="{RDF}" xmlns:skos="{SKOS}"><skos:Concept rdf:about="http://example.org/x">
<skos:prefLabel xml:lang="fr">un &x; mot</skos:prefLabel></skos:Concept></rdf:RDF>""")
            told = gestuaire("repertoire", "import", self.villa, "--format", "skos", "--as", "tool", "--json", file, ok=False)
            self.assertNotIn("geheim", told.stdout + told.stderr)
            self.assertLess(len(told.stdout), 100000)

    def test_tags_that_raptor2_cannot_hold_are_refused_before_it_reads_them(self):
        long = "x-" + "y-" * 150 + "y"
        rdf = f"""<rdf:RDF xmlns:rdf="{RDF}" xmlns:skos="{SKOS}"><skos:Concept rdf:about="http://example.org/x">
<skos:prefLabel %s>a</skos:prefLabel></skos:Concept></rdf:RDF>"""
        hostile = [("x.ttl", HEAD + f'ex:a a skos:Concept ; skos:prefLabel "a"@{long} .'),
                   ("x.rdf", rdf % f"xml:lang = '{long}'"),
                   ("x.rdf", f'<!DOCTYPE r [<!ENTITY l "{long}">]>' + rdf % 'xml:lang="&l;"'),
                   ("x.rdf", f'<!DOCTYPE r [<!ATTLIST p xml:lang CDATA "{long}">]>' + rdf % ""),
                   ("x.rdf", '<?xml version="1.0" encoding="IBM037"?>' + rdf % "")]
        for name, text in hostile:
            (self.folder / name).write_text(text)
            told = self.take("--as", "tool", self.folder / name, ok=False)
            self.assertEqual(told.returncode, 1, told.stderr)
            self.assertIn(f"{name}:", told.stderr)
        plain = f'<!DOCTYPE r [<!ENTITY fr "un mot">]>' + rdf.replace(">a<", ">&fr;<") % 'xml:lang="fr"'
        (self.folder / "x.rdf").write_text(plain)
        self.take("--as", "tool", self.folder / "x.rdf")
        self.assertEqual(self.record("tools/x.json")["label"], {"fr": "un mot"})

    def test_broken_files_are_told_with_their_line(self):
        told = self.take("--as", "tool", self.turtle("ex:a a skos:Concept ;\n skos:prefLabel oops .\n"), ok=False)
        self.assertRegex(told.stderr, r"x\.ttl:[56]: ")
        told = self.take(self.turtle('ex:a a skos:Concept ; skos:prefLabel "x"@fr .'), ok=False)
        self.assertIn("Say --as verb, material, tool or metier", told.stderr)
        self.assertEqual(self.changed(), set())


if __name__ == "__main__":
    unittest.main()
