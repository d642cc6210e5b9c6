"""IIIF Presentation 3.0 judged by its specification (iiif.io/api/presentation/3.0, its appendix of
requirements; Web Annotation Data Model for annotations and selectors; navPlace). Written from their text,
knows nothing of our reader or writer. `judge(folder)` -> a list of what is wrong.

    python3 tests/tools/iiif_rules.py FOLDER
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree
from urllib.parse import urlsplit

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
NAVPLACE = "http://iiif.io/api/extension/navplace/context.json"
RIGHTS = re.compile(r"http://(creativecommons\.org/(licenses|publicdomain)/|rightsstatements\.org/vocab/).+")

DESCRIPTIVE = {"label", "metadata", "summary", "requiredStatement", "rights", "provider", "thumbnail"}
LINKING = {"homepage", "rendering", "seeAlso", "service", "partOf"}
# Which properties each class may have, and which it must (appendix A).
MAY = {
    "Collection": DESCRIPTIVE | LINKING | {"items", "annotations", "navDate", "placeholderCanvas",
                                           "accompanyingCanvas", "behavior", "viewingDirection", "services",
                                           "navPlace"},
    "Manifest": DESCRIPTIVE | LINKING | {"items", "structures", "annotations", "navDate", "placeholderCanvas",
                                         "accompanyingCanvas", "behavior", "viewingDirection", "services",
                                         "start", "navPlace"},
    "Canvas": DESCRIPTIVE | LINKING | {"items", "annotations", "navDate", "placeholderCanvas",
                                       "accompanyingCanvas", "behavior", "height", "width", "duration",
                                       "navPlace"},
    "Range": DESCRIPTIVE | LINKING | {"items", "annotations", "navDate", "placeholderCanvas",
                                      "accompanyingCanvas", "behavior", "viewingDirection", "start",
                                      "supplementary", "navPlace"},
    "AnnotationPage": DESCRIPTIVE | LINKING | {"items", "behavior"},
    "Annotation": DESCRIPTIVE | LINKING | {"behavior", "motivation", "body", "target", "timeMode"},
    "Content": DESCRIPTIVE | LINKING | {"annotations", "behavior", "format", "profile", "height", "width",
                                        "duration", "language"},
}
MUST = {"Collection": {"label", "items"}, "Manifest": {"label", "items"}, "Canvas": {"items"},
        "Range": {"items"}, "AnnotationPage": {"items"}, "Annotation": {"motivation", "target"},
        "Content": set()}
CONTENT = {"Dataset", "Image", "Model", "Sound", "Text", "Video"}
MOTIVATIONS = {"painting", "supplementing", "assessing", "bookmarking", "classifying", "commenting",
               "describing", "editing", "highlighting", "identifying", "linking", "moderating",
               "questioning", "replying", "tagging"}
LANGUAGE = re.compile(r"none|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


class Judge:
    def __init__(self):
        self.wrong = []
        self.ids = {}          # id -> where it is defined
        self.canvases = {}     # id -> canvas
        self.targets = []      # (where, canvas id, fragment)
        self.referred = []     # (where, id, type): must be defined in some file

    def say(self, where, what):
        self.wrong.append(f"{where}: {what}")

    def need(self, held, where, what):
        if not held:
            self.say(where, what)
        return held

    # ---- values ----

    def uri(self, value, where):
        return self.need(isinstance(value, str) and urlsplit(value).scheme in ("http", "https")
                         and urlsplit(value).netloc and " " not in value, where, f"{value!r} is no HTTP(S) URI")

    def language_map(self, value, where):
        if not self.need(isinstance(value, dict) and value, where, "is no language map"):
            return
        for language, texts in value.items():
            self.need(LANGUAGE.match(language), where, f"{language!r} is no BCP 47 code")
            self.need(isinstance(texts, list) and texts and all(isinstance(t, str) for t in texts), where,
                      f"{language}: an array of strings is wanted")

    def pair(self, value, where):
        if self.need(isinstance(value, dict) and set(value) == {"label", "value"}, where,
                     "label and value are wanted, and nothing else"):
            self.language_map(value["label"], where + ".label")
            self.language_map(value["value"], where + ".value")

    def identity(self, value, where, types):
        if not self.need(isinstance(value, dict), where, "is no object"):
            return False
        self.need(value.get("type") in types, where, f"type {value.get('type')!r}; {sorted(types)} is wanted")
        return self.uri(value.get("id"), where + ".id")

    def defined(self, value, where):
        """A resource that stands here in full: its id is its own."""
        known = self.ids.setdefault(value["id"], where)
        self.need(known == where, where, f"id {value['id']} is also at {known}")

    # ---- what many have ----

    def shared(self, value, where, kind):
        extra = {"@context"} if "@context" in value and kind in ("Manifest", "Collection") else set()
        for key in value:
            self.need(key in MAY[kind] | {"id", "type"} | extra, where, f"{kind} has no {key!r}")
        for key in MUST[kind]:
            self.need(key in value, where, f"{kind} must have {key!r}")
        for key in ("label", "summary"):
            if key in value:
                self.language_map(value[key], f"{where}.{key}")
        if "requiredStatement" in value:
            self.pair(value["requiredStatement"], where + ".requiredStatement")
        for n, pair in enumerate(value.get("metadata", [])):
            self.pair(pair, f"{where}.metadata[{n}]")
        if "rights" in value:
            self.need(isinstance(value["rights"], str) and RIGHTS.match(value["rights"]), where + ".rights",
                      f"{value['rights']!r} is no URI of Creative Commons or RightsStatements.org")
        for key in ("thumbnail", "rendering", "seeAlso", "homepage", "partOf", "provider"):
            if key not in value:
                continue
            if self.need(isinstance(value[key], list) and value[key], f"{where}.{key}", "an array is wanted"):
                for n, item in enumerate(value[key]):
                    self.linked(item, f"{where}.{key}[{n}]", key)
        if "navPlace" in value:
            self.nav_place(value["navPlace"], where + ".navPlace")

    def linked(self, item, where, key):
        if key == "partOf":
            if self.identity(item, where, {"Collection", "Manifest", "Canvas", "Range"}):
                self.referred.append((where, item["id"], item["type"]))
        elif key == "provider":
            self.identity(item, where, {"Agent"})
            self.language_map(item.get("label"), where + ".label")
        else:
            self.content(item, where)
            if key in ("rendering", "homepage"):
                self.language_map(item.get("label"), where + ".label")
            if key == "thumbnail":
                self.need(item.get("type") == "Image", where, "a thumbnail is an image")

    def content(self, item, where):
        if not self.identity(item, where, CONTENT):
            return
        self.shared(item, where, "Content")
        for key in ("height", "width"):
            if key in item:
                self.need(isinstance(item[key], int) and item[key] > 0, where, f"{key} is no positive integer")
        if "duration" in item:
            self.need(isinstance(item["duration"], (int, float)) and item["duration"] > 0, where,
                      "duration is no positive number")
        if "format" in item:
            self.need(re.fullmatch(r"[a-z]+/[A-Za-z0-9.+-]+", item["format"]), where, "format is no media type")

    def nav_place(self, value, where):
        self.need(value.get("type") == "FeatureCollection", where, "is no FeatureCollection")
        self.uri(value.get("id"), where)
        self.defined(value, where)
        for n, feature in enumerate(value.get("features", [])):
            at = f"{where}.features[{n}]"
            self.need(feature.get("type") == "Feature" and self.uri(feature.get("id"), at), at, "is no feature")
            self.defined(feature, at)
            longitude, latitude = feature["geometry"]["coordinates"]
            self.need(-180 <= longitude <= 180 and -90 <= latitude <= 90, at, "lies on no globe")
            self.language_map(feature["properties"]["label"], at)

    # ---- classes ----

    def manifest(self, value, where):
        if not self.identity(value, where, {"Manifest"}):
            return
        self.defined(value, where)
        self.shared(value, where, "Manifest")
        self.need(value.get("items"), where, "items: at least one canvas")
        for n, item in enumerate(value.get("items", [])):
            self.canvas(item, f"{where}.items[{n}]")
        for n, item in enumerate(value.get("structures", [])):
            self.range(item, f"{where}.structures[{n}]")

    def canvas(self, value, where):
        if not self.identity(value, where, {"Canvas"}):
            return
        self.defined(value, where)
        self.need("#" not in value["id"], where, "the id of a canvas has no fragment")
        self.shared(value, where, "Canvas")
        self.canvases[value["id"]] = value
        self.need(("height" in value) == ("width" in value), where, "height and width go together")
        self.need("height" in value or "duration" in value, where, "neither size nor duration")
        for key in ("height", "width"):
            self.need(isinstance(value.get(key, 1), int) and value.get(key, 1) > 0, where,
                      f"{key}: {value.get(key)!r} is no positive integer")
        duration = value.get("duration", 1.0)
        self.need(isinstance(duration, (int, float)) and duration > 0, where, "duration is no positive number")
        for key in ("items", "annotations"):
            for n, page in enumerate(value.get(key, [])):
                self.page(page, f"{where}.{key}[{n}]", value, painting=key == "items")

    def page(self, value, where, canvas, painting):
        if not self.identity(value, where, {"AnnotationPage"}):
            return
        self.defined(value, where)
        self.shared(value, where, "AnnotationPage")
        for n, item in enumerate(value.get("items", [])):
            at = f"{where}.items[{n}]"
            if not self.identity(item, at, {"Annotation"}):
                continue
            self.defined(item, at)
            self.shared(item, at, "Annotation")
            motivations = item.get("motivation")
            motivations = motivations if isinstance(motivations, list) else [motivations]
            self.need(set(motivations) <= MOTIVATIONS, at, f"motivation {motivations}")
            self.need(("painting" in motivations) == painting, at,
                      "painting belongs into a canvas' items, and nothing else does")
            self.bodies(item.get("body"), at + ".body", canvas, painting)
            self.target(item.get("target"), at + ".target", canvas)

    def bodies(self, value, where, canvas, painting):
        for n, body in enumerate(value if isinstance(value, list) else [value]):
            at = f"{where}[{n}]"
            if not self.need(isinstance(body, dict), at, "is no object"):
                continue
            if body.get("type") == "TextualBody":
                self.need(set(body) <= {"type", "value", "language", "format", "purpose"}, at,
                          f"TextualBody with {sorted(body)}")
                self.need(isinstance(body.get("value"), str) and body["value"], at, "value is no text")
                self.need(body.get("purpose", "describing") in MOTIVATIONS, at, f"purpose {body.get('purpose')}")
                self.need(LANGUAGE.match(body.get("language", "fr")), at, "language")
                if body.get("format") == "application/json":
                    json.loads(body["value"])
            else:
                self.content(body, at)
                if painting and body.get("type") in ("Video", "Image"):
                    self.need("width" in canvas, at, "is seen, but its canvas has no size")
                if painting and body.get("type") in ("Video", "Sound"):
                    self.need("duration" in canvas, at, "lasts, but its canvas has no duration")
                if "language" in body:
                    self.need(LANGUAGE.match(body["language"]), at, "language")

    def range(self, value, where):
        if not self.identity(value, where, {"Range"}):
            return
        self.defined(value, where)
        self.shared(value, where, "Range")
        self.need(value.get("items"), where, "items: at least one")
        for n, item in enumerate(value.get("items", [])):
            at = f"{where}.items[{n}]"
            if item.get("type") == "Range":
                self.range(item, at)
            elif item.get("type") == "Canvas":
                self.need(set(item) == {"id", "type"}, at, "a canvas is referred to by id and type")
                self.uri(item.get("id"), at)
                self.targets.append((at, *self.split(item["id"])))
            else:
                self.target(item, at, None)

    # ---- targets ----

    @staticmethod
    def split(uri):
        canvas, _, fragment = uri.partition("#")
        return canvas, fragment

    def target(self, value, where, canvas):
        if isinstance(value, str):
            if self.uri(value, where):
                self.targets.append((where, *self.split(value)))
            return
        if not self.need(isinstance(value, dict) and value.get("type") == "SpecificResource", where,
                         "is neither an address nor a SpecificResource"):
            return
        self.need(set(value) <= {"id", "type", "source", "selector"}, where, f"has {sorted(value)}")
        source = value.get("source")
        source = source if isinstance(source, str) else source.get("id")
        self.targets.append((where + ".source", source, ""))
        self.selector(value.get("selector"), where + ".selector", source)

    def selector(self, value, where, source):
        kind = value.get("type")
        allowed = {"FragmentSelector": {"value", "conformsTo"}, "PointSelector": {"x", "y", "t"},
                   "SvgSelector": {"value"}}.get(kind)
        if not self.need(allowed is not None, where, f"selector {kind!r}"):
            return
        self.need(set(value) <= allowed | {"type", "refinedBy"}, where, f"{kind} with {sorted(value)}")
        if kind == "FragmentSelector":
            self.need(value.get("conformsTo") == "http://www.w3.org/TR/media-frags/", where, "conformsTo")
            self.targets.append((where, source, value.get("value", "")))
        elif kind == "PointSelector":
            self.need(set(value) & {"x", "y", "t"}, where, "is no point")
            self.targets.append((where, source, ("point", value.get("x"), value.get("y"), value.get("t"))))
        else:
            root = xml.etree.ElementTree.fromstring(value["value"])
            self.need(root.tag == "{http://www.w3.org/2000/svg}svg" and len(root), where, "is no SVG")
            self.targets.append((where, source, ("svg", value["value"])))
        if "refinedBy" in value:
            self.selector(value["refinedBy"], where + ".refinedBy", source)

    def inside(self, where, canvas, fragment):
        """Times inside the duration, boxes inside the size; seconds are plain numbers."""
        width, height, duration = (canvas.get(k) for k in ("width", "height", "duration"))
        if isinstance(fragment, tuple) and fragment[0] == "point":
            _, x, y, t = fragment
            self.need(x is None or (width and 0 <= x <= width), where, f"x {x} outside {width}")
            self.need(y is None or (height and 0 <= y <= height), where, f"y {y} outside {height}")
            self.need(t is None or (duration and 0 <= t <= duration), where, f"t {t} outside {duration}")
            return
        if not self.need(not isinstance(fragment, tuple) or (width and height), where, "a shape on a canvas without size"):
            return
        if isinstance(fragment, tuple):
            for x, y in re.findall(r"[MLA ](-?[0-9.]+),(-?[0-9.]+)(?=[MLAZ\"])", fragment[1]):
                self.need(-0.01 <= float(x) <= width + 0.01 and -0.01 <= float(y) <= height + 0.01, where,
                          f"{x},{y} lies outside {width}x{height}")
            return
        for part in filter(None, fragment.split("&")):
            name, _, value = part.partition("=")
            if self.need(name in ("t", "xywh"), where, f"fragment {part!r}") and name == "t":
                if not self.need(re.fullmatch(r"\d+(\.\d+)?,\d+(\.\d+)?", value), where,
                                 f"t={value} is no interval in plain seconds"):
                    continue
                start, end = map(float, value.split(","))
                self.need(duration and start < end <= duration + 1e-6, where,
                          f"t={value} outside {duration} s, or empty")
            elif name == "xywh":
                if self.need(re.fullmatch(r"\d+,\d+,\d+,\d+", value), where, f"xywh={value}"):
                    x, y, w, h = map(int, value.split(","))
                    self.need(w > 0 and h > 0 and x + w <= (width or 0) and y + h <= (height or 0), where,
                              f"xywh={value} outside {width}x{height}")

    # ---- files ----

    def file(self, name, value):
        first = next(iter(value), None)
        self.need(first == "@context", name, "@context is not the first key")
        context = value.get("@context")
        if "navPlace" in json.dumps(list(value)):
            self.need(isinstance(context, list) and NAVPLACE in context, name, "navPlace without its context")
        last = context[-1] if isinstance(context, list) else context
        self.need(last == CONTEXT, name, "the context of Presentation 3 is not the last one")
        if value.get("type") == "Collection":
            if self.identity(value, name, {"Collection"}):
                self.defined(value, name)
                self.shared(value, name, "Collection")
            for n, item in enumerate(value.get("items", [])):
                at = f"{name}.items[{n}]"
                if self.identity(item, at, {"Manifest", "Collection"}):
                    self.language_map(item.get("label"), at + ".label")
                    self.referred.append((at, item["id"], item["type"]))
        else:
            self.manifest(value, name)

    def finish(self):
        for where, canvas, fragment in self.targets:
            if self.need(canvas in self.canvases, where, f"{canvas} is no canvas that there is"):
                self.inside(where, self.canvases[canvas], fragment)
        for where, uri, _ in self.referred:
            self.need(uri in self.ids, where, f"{uri} is not there")


def judge(folder):
    j = Judge()
    files = sorted(pathlib.Path(folder).rglob("*.json"))
    for path in files:
        j.file(str(path.relative_to(folder)), json.loads(path.read_text()))
    j.finish()
    if not files:
        j.say(folder, "has no manifest")
    return j.wrong


if __name__ == "__main__":
    found = judge(sys.argv[1])
    print("\n".join(found))
    sys.exit(1 if found else 0)
