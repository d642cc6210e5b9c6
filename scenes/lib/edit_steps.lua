-- The chain that is being cut: its steps on the capsule's clock. Plain data without a canvas.
--
--   local steps = require "edit_steps"
--   steps.take(nil, { label = { fr = "Étirer" }, origin = "filmed" })
--   steps.cut(2.5, 0, 8)   --> steps from 0 to 2.5 and from 2.5 to 8
local pasts = require "edit_past"

local steps = { chain = nil }
local past
local least_s = 0.1 -- of a step
local words = { fr = "Étape %d", it = "Fase %d", en = "Step %d" } -- until somebody names it
local most = 256
local versions = {} -- of each chain, by its id: as it was taken up and saved here, newest last
local kept = 16     -- of them: no more are written at a time

local function rounded(t)
  return math.floor(t * 1000 + 0.5) / 1000
end

local function remember(chain)
  local list = versions[chain.id] or {}
  versions[chain.id] = list
  list[#list + 1] = pasts.copy(chain)
  if #list > kept then
    table.remove(list, 1)
  end
end

-- Takes up a chain that is there (a copy), or begins one with these keys.
function steps.take(chain, keys)
  past = pasts.new()
  steps.chain = pasts.copy(chain or { label = keys.label, origin = keys.origin, steps = {} })
  steps.id, steps.changed = chain and chain.id, false
  if chain then
    remember(chain)
  end
end

function steps.drop()
  steps.chain = nil
end

function steps.mark()
  past:mark(steps.chain)
  steps.changed = true
end

local function turn_to(chain)
  steps.changed = steps.changed or chain ~= steps.chain
  steps.chain = chain
  chain.id = steps.id
end

function steps.undo() turn_to(past:undo(steps.chain)) end
function steps.redo() turn_to(past:redo(steps.chain)) end
function steps.can_undo() return past:can_undo() end
function steps.can_redo() return past:can_redo() end

-- It was saved under this id, which what is undone or done again keeps.
function steps.saved(id)
  steps.id, steps.chain.id, steps.changed = id, id, false
  remember(steps.chain)
end

-- An empty table is not written.
local function is_nothing(value)
  return value == nil or type(value) == "table" and next(value) == nil
end

local function is_same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then
    return a == b or is_nothing(a) and is_nothing(b)
  end
  for key, value in pairs(a) do
    if not is_same(value, b[key]) then
      return false
    end
  end
  for key, value in pairs(b) do
    if a[key] == nil and not is_nothing(value) then
      return false
    end
  end
  return true
end

-- Has somebody else saved it since it was taken up? `record`: as the repertoire has it now, which may be as it was
-- before it was saved here; nil: not at all yet.
function steps.is_stale(record)
  for _, version in ipairs(record and versions[record.id] or {}) do
    if is_same(record, version) then
      return false
    end
  end
  return record ~= nil
end

-- Steps that nobody has named are numbered by their place.
local function number()
  for n, step in ipairs(steps.chain.steps) do
    for language, word in pairs(words) do
      local said = step.label[language]
      if said and said:match("^" .. word:gsub("%%d", "%%d+") .. "$") then
        step.label[language] = word:format(n)
      end
    end
  end
end

local function new_step(from, to)
  local label = {}
  for language, word in pairs(words) do
    label[language] = word:format(0)
  end
  return { label = label, at = { rounded(from), rounded(to) } }
end

-- The step that is under way at t: its number; nil between steps.
function steps.at(t)
  for n, step in ipairs(steps.chain.steps) do
    if step.at and t >= step.at[1] and t < step.at[2] then
      return n
    end
  end
end

-- The last step that has begun at t, and the next that has not: their numbers.
local function around(t)
  local before, after
  for n, step in ipairs(steps.chain.steps) do
    if step.at and step.at[1] <= t and (not before or step.at[1] >= steps.chain.steps[before].at[1]) then
      before = n
    elseif step.at and step.at[1] > t and (not after or step.at[1] < steps.chain.steps[after].at[1]) then
      after = n
    end
  end
  return before, after
end

-- Would a step begin at t? Not within a tenth of a second of where one begins or ends.
function steps.may_cut(t, from, to)
  if #steps.chain.steps >= most or t < from - 1e-6 or t > to - least_s then
    return false
  end
  for _, step in ipairs(steps.chain.steps) do
    if step.at and (math.abs(step.at[1] - t) < least_s or math.abs(step.at[2] - t) < least_s and steps.at(t)) then
      return false
    end
  end
  return true
end

local function cut(t, from, to)
  local list = steps.chain.steps
  local n = steps.at(t)
  local before, after = around(t)
  if n then
    table.insert(list, n + 1, new_step(t, list[n].at[2]))
    list[n].at[2] = rounded(t)
    for _, key in ipairs { "gesture", "capsule" } do
      list[n + 1][key] = list[n][key]
    end
    return n + 1
  elseif not before and not after and t - from >= least_s then -- the first cut makes two
    list[#list + 1] = new_step(from, t)
    before = #list
  end
  local at = before and before + 1 or after or #list + 1
  table.insert(list, at, new_step(t, after and list[after].at[1] or to))
  return at
end

-- A step begins at t, on what lies between `from` and `to`: the one that is under way ends there. Its number;
-- nil where none may begin.
function steps.cut(t, from, to)
  if not steps.may_cut(t, from, to) then
    return nil
  end
  steps.mark()
  local n = cut(t, from, to)
  number()
  return n
end

-- All of them as one step of what can be undone; how many began.
function steps.cut_all(times, from, to)
  local count = 0
  steps.mark()
  for _, t in ipairs(times) do
    if steps.may_cut(t, from, to) then
      cut(t, from, to)
      count = count + 1
    end
  end
  number()
  return count
end

-- The step that has a time before the n-th in the list.
local function previous(n)
  for k = n - 1, 1, -1 do
    if steps.chain.steps[k].at then
      return k
    end
  end
end

function steps.may_join(n)
  return steps.chain.steps[n].at ~= nil and previous(n) ~= nil
end

-- The n-th step becomes part of the one before.
function steps.join(n)
  if not steps.may_join(n) then
    return n
  end
  steps.mark()
  local list, k = steps.chain.steps, previous(n)
  list[k].at = { math.min(list[k].at[1], list[n].at[1]), math.max(list[k].at[2], list[n].at[2]) }
  table.remove(list, n)
  number()
  return k
end

-- The n-th step begins (1) or ends (2) at t; a neighbour that touches it goes along.
function steps.span(n, which, t)
  local list = steps.chain.steps
  local step = list[n]
  t = rounded(t)
  steps.mark()
  if not step.at then
    step.at = which == 1 and { t, t + 1 } or { math.max(0, t - 1), t }
    return
  end
  local old = step.at[which]
  for k, other in ipairs(list) do
    local room = k ~= n and other.at and (which == 1 and t - other.at[1] or other.at[2] - t)
    if room and math.abs(other.at[3 - which] - old) < 0.06 and room >= least_s then
      other.at[3 - which] = t
    end
  end
  step.at[which] = t
  if step.at[2] - step.at[1] < least_s then
    local other = which == 1 and t + least_s or t - least_s
    step.at = which == 1 and { t, rounded(other) } or { math.max(0, rounded(other)), t }
  end
end

return steps
