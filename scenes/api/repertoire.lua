---@meta

--- The repertoire: gestures, works and what belongs to them, as plain tables with the keys of their
--- files (docs/formats.md).
---
--- Without `content` in installation.lua there is none: staff are told once, `get` gives nil, `list` an
--- empty table.
---
--- What is searched for is found by a thread of its own, so that a frame never waits for it longer than
--- 2 ms. An answer that takes longer says `pending`, and holds what was found before until it is there:
--- then the scene hears `found` and is drawn anew. So it is enough to ask in `draw`, each time: the same
--- question costs a look at a table as long as its answer is the same. Stepped runs (shot, record) wait
--- for every answer. When a curator saves a record, it is found at once, `get` gives the new one, and
--- scenes that have asked anything hear `found` as well (up to 20,000 records; with more, `get` and
--- `list` follow when nothing has changed for a minute, but for consents, which hold at once).
repertoire = {}

--- What is searched for. Keys that are left out match all; filters are an id or a label in any language,
--- upper or lower case.
---@class Search
---@field words? string as a visitor types it: each word is the beginning of one in the record; accents, case and l', d' mean nothing, a slip of one letter is forgiven; 256 bytes and 16 words are used
---@field verb? string
---@field material? string
---@field tool? string
---@field metier? string
---@field percussion? string class after Leroi-Gourhan: "L⊥d"
---@field place? string
---@field language? string that it has a text in: "fr"
---@field status? string class of risk: "endangered"
---@field work? string that the gesture went into
---@field school? string
---@field kind? "gesture"|"work"|"all" gestures, when it is left out
---@field first? integer of all hits, from 1
---@field count? integer how many hits are given, at most 1000; 100 when it is left out

--- What was found: the hits are its array part, each the record with its `kind` (and a work's title as
--- `label` as well). Best first: label before synonyms before text, whole words before beginnings, the
--- visitor's language before others; then by label. The same table is given as long as the answer is the
--- same: it is not to be written into.
---@class Found
---@field total integer hits in all
---@field facets table<string, Facet[]> by verb, material, tool, metier, percussion, place, language, status, work, school, kind: the most frequent 50 values
---@field pending boolean it is still being looked for

---@class Facet
---@field id string
---@field label table<string, string> by language, for text.pick
---@field count integer of hits that have it

--- Of a gesture: `same_verb` in other materials, `same_material` under other verbs, `same_tool`, `works`
--- made with it. Of a work: `gestures`, `same_material`, `same_school`. At most 24 hits each.
---@class Related
---@field same_verb? table[]
---@field same_material? table[]
---@field same_tool? table[]
---@field works? table[]
---@field gestures? table[]
---@field same_school? table[]
---@field pending boolean

--- Verbs and materials and how many gestures join them: `cells` hold `verb`, `material`, `count` and
--- `to_document`; a pair without a cell is a gap.
---@class Cells
---@field verbs Facet[]
---@field materials Facet[]
---@field cells table[]
---@field gaps integer
---@field pending boolean

---@class Matrix
---@field metier? string its gestures alone

--- The record with an id, or nil. Consents are not given to scenes, nor places whose precision is "hidden".
---
--- ```lua
--- local gesture = repertoire.get("g:etirer-fer")
--- ```
---@param id string
---@return table|nil
function repertoire.get(id) end

--- Records of a kind, sorted by id: all of them, those with certain keys, the first few. Each is made anew as a table:
--- of ten thousand ask for those that are wanted.
---
--- ```lua
--- for i, work in ipairs(repertoire.list("work")) do log.info(i, work.id) end
--- local views = repertoire.list("capsule", { gesture = "g:etirer-fer" })  -- of this gesture
--- local moved = repertoire.list("gesture", { clip = true }, 24)           -- the first that have a movement
--- ```
---@param kind "verb"|"material"|"tool"|"metier"|"gesture"|"capsule"|"chain"|"note"|"work"|"school"|"team"|"person"|"place"|"enterprise"|"media"|"clip"
---@param with? table<string, string|true> keys, 8 at most: the text that one has, or has among others; true: anything
---@param count? integer how many at most; all
---@return table[]
function repertoire.list(kind, with, count) end

--- What fits.
---
--- ```lua
--- function scene.draw(canvas)
---   local hits = repertoire.search{ words = "martel fer", count = 12 }
---   for i, hit in ipairs(hits) do
---     canvas:text(text.pick(hit.label), 96, 96 + 60 * i, { size = 40 })
---   end
--- end
--- ```
---
--- Before there is an index (the very first start), gestures by verb, material, tool and métier alone are
--- found in the records, without facets and sorted by id.
---@param query? Search
---@return Found|table[]
function repertoire.search(query) end

--- The values of what fits, with their counts: all of them, most first. `first` and `count` mean nothing.
---
--- ```lua
--- local facets = repertoire.facets{ words = "l'argile" }
--- for _, metier in ipairs(facets.metier or {}) do log.info(text.pick(metier.label), metier.count) end
--- ```
---@param query? Search
---@return table<string, Facet[]>
function repertoire.facets(query) end

--- What stands near a gesture or a work; nil when nothing has this id.
---
--- ```lua
--- local near = repertoire.related("g:etirer-fer")
--- for _, hit in ipairs(near and near.same_verb or {}) do log.info(hit.id) end
--- ```
---@param id string
---@return Related|nil
function repertoire.related(id) end

--- Verbs by materials, with what is still to be documented.
---
--- ```lua
--- local matrix = repertoire.matrix()
--- log.info(matrix.gaps, "pairs without a gesture")
--- ```
---@param options? Matrix
---@return Cells
function repertoire.matrix(options) end

--- Writes a note or a chain: from a scene that staff opened (`stage.staff`), else an error. The record is judged as its
--- file would be; where it is wrong nothing is written, and the second value says where and what is allowed:
--- `measure.unit: is missing; …`. Without an `id` it gets a free one, `n:` and the gesture's name with a
--- number, or `k:` and the capsule's where it has `steps`. A record that is there keeps its file. A chain is not written
--- when its file says something else than is shown (saved meanwhile, or hidden today in part). With `capsule`, the record of that
--- capsule is told its chain, if it has none, and keeps all else as it is. A thread writes it (a whole file or none); the scene hears `written` with
--- the id as `name`, and `fault` where the disk did not take it. Stations then read it by themselves. 16 may be
--- under way. Tables without anything in them are left out.
---
--- ```lua
--- function scene.enter(stage) scene.stage = stage end
---
--- function scene.touch(e)
---   if e.kind ~= "tap" or not scene.stage.staff then return end
---   local id, wrong = repertoire.write{ media = "d:film-etirer-fer-wide", gesture = "g:etirer-fer", at = { 1.5, 3 },
---     label = { fr = "Le coude", it = "Il gomito", en = "The elbow" }, origin = "reconstructed",
---     geometry = { shape = "point", frames = { { t = 1.5, points = { { 0.25, 0.5 } } } } } }
---   log.info(id or wrong)
--- end
--- ```
---@param record table with the keys of docs/formats.md
---@param capsule? string of a chain: whose it is
---@return string|nil id
---@return string|nil wrong
function repertoire.write(record, capsule) end

--- Takes a note away that `repertoire.write` has made since the program began, and no other; a chain never, as its
--- capsule names it. Heard as `written` as well.
---
--- ```lua
--- function scene.enter(stage)
---   if stage.staff then log.info(repertoire.remove("n:etirer-fer-1")) end
--- end
--- ```
---@param id string
---@return string|nil id
---@return string|nil wrong
function repertoire.remove(id) end
