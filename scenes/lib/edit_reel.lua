-- A recorded movement that a player has in hand like a film: what ui_player asks of a Film, of a clip. It
-- stands where show time says.
local reel = {}
reel.__index = reel
local rate = 25 -- of stepping; between poses a clip is worked out

-- `record`: of a clip. It stands at its beginning.
function reel.open(record)
  return setmetatable({ clip = motion.open(record.file, { unit = record.unit }), anchor = 0, since = 0, fast = 1, runs = false }, reel)
end

function reel:duration()
  return self.clip:duration()
end

function reel:position()
  local t = self.anchor + (self.runs and (show.now() - self.since) * self.fast or 0)
  return math.min(t, self:duration())
end

local function set(self, t, runs)
  self.anchor, self.since, self.runs = t, show.now(), runs
end

function reel:seek(t)
  set(self, math.max(0, math.min(t, self:duration())), self.runs)
end

function reel:play()
  set(self, self:ended() and 0 or self:position(), true)
end

function reel:pause()
  set(self, self:position(), false)
end

function reel:speed(fast)
  set(self, self:position(), self.runs)
  self.fast = fast
end

function reel:ended()
  return self:position() >= self:duration()
end

-- A size, as films have one; 0 when its file is missing or broken.
function reel:size()
  local there = self:duration() > 0 and 1 or 0
  return there, there
end

function reel:frame_rate()
  return rate
end

function reel:captions()
end

return reel
