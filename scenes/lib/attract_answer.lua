-- What attract shows of a choice made at another station ("choose" in installation.lua): its movement, else its
-- film, its name in all languages, where it was chosen, and what else answers there; and, while the own programme is
-- on, who is answered elsewhere.
local answer = require "answer"
local playback = require "playback"
local say = require "page_say"
local signs = require "signs"

local chosen = {}
chosen.__index = chosen

-- fade: seconds in which it goes.
function chosen.new(stage, fade)
  return setmetatable({ stage = stage, answer = answer.new(stage, { fade = fade }) }, chosen)
end

-- Takes a choice, as far as there is something to be seen of it; nil: none.
local function take(self, id)
  if self.film then
    self.film:close()
  end
  local gesture = id and id:sub(1, 2) == "g:" and repertoire.get(id)
  self.id, self.film = gesture and id or nil, nil
  if gesture and not signs.of(id) then
    local capsule = playback.capsule(gesture)
    local media = repertoire.get(capsule and capsule.views and capsule.views[1].media or gesture.film or "")
    self.film = media and film.open(media.file, { loop = true, sound = false })
  end
end

-- In a scene's `hear`. A stage does not answer itself.
function chosen:hear(e)
  local own = e.from == self.stage.station and e.stage == self.stage.id
  local param = not own and self.answer:hear(e)
  if param then
    take(self, param.id)
  end
end

-- The id of what was chosen, its sign (nil: it has a film, or nothing), and for how long, s; nil: nothing (any more).
function chosen:at(now)
  local age = self.id and self.answer:age(now)
  if age and repertoire.get(self.id) then
    return self.id, signs.of(self.id), age
  elseif self.id then
    take(self, nil)
  end
end

-- How much of it is to be seen, 1 to 0 as it goes.
function chosen:light(now)
  return self.answer:light(now)
end

-- The station of a stage: "kiosk" of "kiosk/screen".
local function station_of(stage)
  return stage:match("^[^/]+")
end

-- Stations, beside this one and the one that chose, that answer it too; "" where none does.
local function also(self)
  local names, from = {}, self.answer.from
  for _, station in ipairs(show.hearers("choose")) do
    local hold = show.held(station)
    if hold and station ~= from and station_of(hold.by) == from then
      names[#names + 1] = text.pick(show.title(station))
    end
  end
  return #names > 0 and say("attract.also", { list = table.concat(names, " · ") }) or ""
end

-- The name of a gesture in all languages of the house, the stage's first.
local function names_of(self)
  local label = repertoire.get(self.id).label
  local names = { text.pick(label) }
  local seen = { [names[1]] = true }
  for _, code in ipairs(self.stage.languages) do
    local name = label[code]
    if name and not seen[name] then
      seen[name] = true
      names[#names + 1] = name
    end
  end
  return table.concat(names, "  ·  ")
end

-- What stands under it: lines { said, role, color }.
function chosen:lines()
  local by, more = self.answer:by(), also(self)
  local lines = { { names_of(self), "lead", "light" } }
  lines[#lines + 1] = by ~= "" and { say("attract.chosen", { place = by }), "small", "ember" } or nil
  lines[#lines + 1] = more ~= "" and { more, "small", "quiet" } or nil
  return lines
end

-- Who is answered where, of all that hear a choice: the first who holds one, and all that answer them. "": nobody.
function chosen.held()
  local by, names = nil, {}
  for _, station in ipairs(show.hearers("choose")) do
    local hold = show.held(station)
    local from = hold and station_of(hold.by)
    if from and from ~= station and (by or from) == from then
      by = from
      names[#names + 1] = text.pick(show.title(station))
    end
  end
  return by and say("attract.held", { list = table.concat(names, " · "), place = text.pick(show.title(by)) }) or ""
end

return chosen
