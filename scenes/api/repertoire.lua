---@meta

--- The repertoire: gestures, works and what belongs to them, as plain tables with the keys of their
--- files (docs/formats.md). Each call gives tables of its own.
repertoire = {}

--- What is searched for: an id or a label in any language, upper or lower case. Keys that are left out
--- match all.
---@class Search
---@field verb? string
---@field material? string
---@field tool? string
---@field metier? string

--- The record with an id, or nil.
---
--- ```lua
--- local gesture = repertoire.get("g:etirer-fer")
--- ```
---@param id string
---@return table|nil
function repertoire.get(id) end

--- All records of a kind, sorted by id.
---
--- ```lua
--- for i, work in ipairs(repertoire.list("work")) do log.info(i, work.id) end
--- ```
---@param kind "gesture"|"work"|"verb"|"material"|"tool"|"metier"|"media"|"clip"
---@return table[]
function repertoire.list(kind) end

--- The gestures that fit, sorted by id.
---
--- ```lua
--- local hits = repertoire.search{ verb = "marteler", material = "fer" }
--- ```
---@param query? Search
---@return table[]
function repertoire.search(query) end
