-- What was done, so that it can be undone: copies of a value as it was, newest last.
--
--   local past = require("edit_past").new()
--   past:mark(value)              -- before it is changed
--   value = past:undo(value)
local Past = {}
Past.__index = Past

local past = {}
local most = 200 -- steps that can be undone; older ones are forgotten

-- Tables of plain values.
function past.copy(value)
  if type(value) ~= "table" then
    return value
  end
  local made = {}
  for key, one in pairs(value) do
    made[key] = past.copy(one)
  end
  return made
end

function past.new()
  return setmetatable({ before = {}, after = {} }, Past)
end

-- What follows can be undone as one step.
function Past:mark(value)
  self.before[#self.before + 1] = past.copy(value)
  if #self.before > most then
    table.remove(self.before, 1)
  end
  self.after = {}
end

local function swap(from, to, value)
  if #from == 0 then
    return value
  end
  to[#to + 1] = past.copy(value)
  return table.remove(from)
end

-- The value as it was; the same without a step to take.
function Past:undo(value) return swap(self.before, self.after, value) end
function Past:redo(value) return swap(self.after, self.before, value) end
function Past:can_undo() return #self.before > 0 end
function Past:can_redo() return #self.after > 0 end

return past
