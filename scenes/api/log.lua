---@meta

--- The log: lines for staff, never seen by visitors. Twenty a second are kept from one scene; then it is
--- said how many were left out.
log = {}

--- A line of news.
---
--- ```lua
--- log.info("gestures:", #repertoire.list("gesture"))
--- ```
---@param ... any
function log.info(...) end

--- A line that staff should read.
---
--- ```lua
--- if not repertoire.get("g:etirer-fer") then log.warning("no gesture g:etirer-fer") end
--- ```
---@param ... any
function log.warning(...) end

--- The same as log.info.
---
--- ```lua
--- print("entered")
--- ```
---@param ... any
function print(...) end
