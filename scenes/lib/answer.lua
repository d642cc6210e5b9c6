-- Whose choice a station shows, and until when. It answers whoever holds it (show.held) and goes back to its own
-- programme when nobody does; a choice is not cut short because its visitor walks over to see it.
--
--   local answer = require "answer"
--   function scene.enter(stage) scene.answer = answer.new(stage) end
--   function scene.hear(e)
--     local chosen = scene.answer:hear(e)          -- what came with "choose"
--     if chosen then scene.gesture = repertoire.get(chosen.id) end
--   end
--   function scene.draw(canvas)
--     local light = scene.answer:light(show.now())  -- 0: its own programme
--     canvas:text(scene.answer:by(), 96, 640, { opacity = light })   -- "Borne de visite"
--   end
local answer = {}
answer.__index = answer

-- message: its name, "choose". least: seconds that a choice stands, though it is given back; 20. stands: seconds
-- where nobody can hold the station (no hold_s in installation.lua); 75. fade: seconds it takes to go; 2.5.
function answer.new(stage, options)
  options = options or {}
  return setmetatable({
    stage = stage,
    message = options.message or "choose",
    least = options.least or 20,
    stands = options.stands or 75,
    fade = options.fade or 2.5,
  }, answer)
end

-- A choice that comes by another way: `stage.param`, a cue. It stands for `stands` seconds.
function answer:show(now)
  self.since, self.over, self.from = now, now + self.stands, nil
  self.stage:redraw()
end

-- What a visitor chose, when the event is that; else nil.
function answer:hear(e)
  local here = self.stage.station
  if e.kind == "held" and e.name == here and self.since and self.from and not show.held(here) then
    self.over = math.min(self.over, math.max(show.now(), self.since + self.least))
    self.stage:redraw()
  elseif e.kind == "message" and e.name == self.message and e.param then
    self:show(show.now())
    self.from = e.from
    if show.held(here) then
      self.over = math.huge -- until nobody holds it
    end
    return e.param
  end
end

-- Seconds since the choice; nil while its own programme is on.
function answer:age(now)
  if self.since and now >= self.over + self.fade then
    self.since = nil
  end
  return self.since and now - self.since
end

local function ease(u)
  u = math.max(0, math.min(1, u))
  return u * u * u * (10 + u * (6 * u - 15))
end

-- How much of the choice is to be seen, 1 to 0 as it goes. A scene that shows one asks for frames.
function answer:light(now)
  if not self:age(now) then
    return 0
  end
  return ease(1 - (now - self.over) / self.fade)
end

-- Where it was chosen, in the stage's language or another; "" for what no station sent.
function answer:by(language)
  local title = self.since and self.from and show.title(self.from)
  return title and text.pick(title, language) or ""
end

return answer
