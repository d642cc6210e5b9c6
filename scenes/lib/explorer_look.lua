-- What a visitor looks for in the explorer: tab, words, filters. One text of it goes with them to the pages they open.
local look = {}
local filters = { "material", "metier", "tool", "verb" }
local keys = { "tab", "words", "material", "metier", "tool", "verb", "top" }
local longest = 120 -- bytes; a parameter takes 127

look.filters = filters

-- "tab=gestures;words=fer;material=m:fer"
local function read(said)
  local found = {}
  for key, value in said:gmatch("(%w+)=([^;]*)") do
    found[key] = value
  end
  return found
end

function look.enter(stage)
  local kept = read(stage.param.look or "")
  local known = { gestures = true, matrix = true, metiers = true, works = true }
  look.stage = stage
  look.tab = known[kept.tab] and kept.tab or "gestures"
  look.words, look.top, look.shown = kept.words or "", tonumber(kept.top) or 1, nil
  for _, key in ipairs(filters) do
    look[key] = kept[key] and repertoire.get(kept[key]) and kept[key] or nil
  end
end

-- All of it in one text.
function look.said()
  local parts, used = {}, 0
  for _, key in ipairs(keys) do
    local value = look[key]
    if value and value ~= "" and not (key == "top" and value == 1) then
      local part = key .. "=" .. tostring(value):gsub(";", " ")
      if used + #part + 1 <= longest then
        parts[#parts + 1], used = part, used + #part + 1
      end
    end
  end
  return table.concat(parts, ";")
end

-- Opens the page of a gesture or a work.
function look.open(id, calm)
  local scene = id:sub(1, 2) == "w:" and "work-page" or "gesture-page"
  show.go(scene, { id = id, look = look.said() }, calm and {} or { transition = "fade", duration = 0.35 })
end

return look
