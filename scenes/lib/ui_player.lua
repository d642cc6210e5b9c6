-- A film a visitor has in hand: play and pause, a line to pull along with the steps marked on it, frame by
-- frame, slower. The picture and the controls may stand apart, so that notes are drawn between them.
--
--   local players = require "ui_player"
--   scene.player = players.new{ name = "film", film = film.open("film/etirer-fer.mp4"), steps = { { from = 1.2, label = "Frapper" } } }
--   local fx, fy, fw, fh = scene.player:draw(x, y, w, h)   -- where the picture lies: notes go there
local hands = require "ui_hands"
local parts = require "ui_parts"
local theme = require "ui_theme"

local Player = {}
Player.__index = Player

-- How fast films run for visitors, as it is written and as it is said; the same on every page.
local players = {
  speeds = { { 1, "1\u{00a0}×", "ui.speed.full" }, { 0.5, "1/2", "ui.speed.half" }, { 0.25, "1/4", "ui.speed.quarter" } },
}
local speeds = players.speeds
local usual_rate = 25   -- frames a second of a film that does not say
local scrub_s = 0.1     -- a film is sought so often at most while the line is pulled

local function kept(self)
  if self.keeps then
    visit.keep(self.film)
  end
end

-- `what`: { name = of its controls, film = Film that was opened to play, or stands when `paused` is true, steps =
-- { { from = s, to = s, label = } } or nil, keep = false: its playing does not hold the visit }.
function players.new(what)
  local p = { name = what.name, steps = what.steps or {}, speed = 1, keeps = what.keep ~= false }
  p.line = setmetatable({ player = p }, { __index = { touch = function(_, e, f) p:scrub(e, f) end } })
  setmetatable(p, Player)
  p:show(what.film, not what.paused)
  return p
end

-- Another film, as another view of the same: it goes on at `seconds`, as fast as the one before.
function Player:show(shot, playing, seconds)
  self.film, self.playing, self.said = shot, playing, nil
  if self.speed ~= 1 then
    shot:speed(self.speed)
  end
  if seconds then
    shot:seek(seconds)
  end
  if playing then
    shot:play()
    kept(self)
  else
    shot:pause()
  end
end

-- Frames a second.
function Player:rate()
  return self.film:frame_rate() or usual_rate
end

-- Where it is, seconds.
function Player:at()
  return self.pulled or self.film:position()
end

function Player:play()
  self.playing = true
  self.film:play()
  kept(self)
end

function Player:pause()
  self.playing = false
  self.film:pause()
end

function Player:seek(seconds)
  local long = self.film:duration()
  local last = long > 0 and math.max(0, long - 0.5 / self:rate()) or seconds
  self.film:seek(math.max(0, math.min(last, seconds)))
end

-- So many frames on, or back; it stands then. The middle of a frame is sought, so that rounding shows no other.
function Player:step(frames)
  local frame = math.floor(self.film:position() * self:rate() + 1e-3)
  self:pause()
  self:seek((math.max(0, frame + frames) + 0.5) / self:rate())
end

function Player:slow(speed)
  self.speed = speed
  self.film:speed(speed)
end

-- The step that is under way: its number and itself.
function Player:step_at(seconds)
  local found
  for n, step in ipairs(self.steps) do
    if seconds >= step.from - 1e-3 then
      found = n
    end
  end
  return found, found and self.steps[found]
end

-- Pulling the line ---------------------------------------------------------------------------------

local function time_at(self, x)
  local long = self.film:duration()
  local u = math.max(0, math.min(1, (x - self.line_x) / self.line_w))
  for _, step in ipairs(self.steps) do
    if long > 0 and math.abs(step.from / long - u) * self.line_w < theme.px(2) then
      return step.from -- near a mark: at it
    end
  end
  return u * long
end

function Player:scrub(e, f)
  if e.kind == "down" and not self.scrubber then
    self.scrubber, self.resume = f.id, self.playing and not self.film:ended()
    self:pause()
  elseif not f or f.id ~= self.scrubber or (e.kind ~= "move" and e.kind ~= "up") then
    return
  end
  if f.id ~= self.scrubber then
    return
  end
  self.pulled = time_at(self, e.x)
  local up = e.kind == "up"
  if up or not self.sought or e.time - self.sought >= scrub_s then
    self.sought = e.time
    self:seek(self.pulled)
  end
  if up then
    self.scrubber, self.sought, self.pulled = nil, nil, nil
    if self.resume then
      self:play()
    end
  end
end

-- Drawing ------------------------------------------------------------------------------------------

local function missing(self)
  return self.film:ended() and self.film:size() == 0
end

local function captions(self, x, y, w, h)
  if not theme.settings.captions then
    return
  end
  if self.said ~= theme.language then
    self.said = theme.language
    self.has_captions = self.film:captions()
  end
  if self.has_captions then
    hands.canvas:captions(self.film, { box = { x, y, w, h }, size = math.max(theme.body, h / 20) })
  end
end

-- The film, whole within a box. Where its picture lies: x, y, w, h px.
function Player:picture(x, y, w, h)
  local canvas = hands.canvas
  canvas:rect(x, y, w, h, { color = theme.color.sunk })
  local fw, fh = self.film:size()
  if fw == 0 then
    if missing(self) then
      parts.label(text.say("ui.no_film"), x + theme.body, y, w - 2 * theme.body, h, { align = "center", color = "quiet", role = "lead" })
    end
    return x, y, w, h
  end
  local scale = math.min(w / fw, h / fh)
  local pw, ph = fw * scale, fh * scale
  local px, py = x + (w - pw) / 2, y + (h - ph) / 2
  canvas:film(self.film, px, py, pw, ph)
  captions(self, px, py, pw, ph)
  return px, py, pw, ph
end

local function draw_line(self, x, y, w)
  local canvas, c = hands.canvas, theme.color
  local inset = 0.5 * theme.body
  self.line_x, self.line_w = x + inset, w - 2 * inset
  hands.target(self.name .. " line", x, y, w, theme.bar, self.line)
  local long, at, mid = self.film:duration(), self:at(), y + theme.bar / 2
  local on = self.scrubber ~= nil
  canvas:line(self.line_x, mid, self.line_x + self.line_w, mid, { color = c.edge, width = 4 * theme.line })
  if long <= 0 then
    return
  end
  local here = self.line_x + self.line_w * math.min(1, at / long)
  canvas:line(self.line_x, mid, here, mid, { color = c.light, width = 4 * theme.line })
  local high = 0.42 * theme.body
  for n, step in ipairs(self.steps) do
    local sx = self.line_x + self.line_w * math.min(1, step.from / long)
    local under_way = n == self:step_at(at)
    canvas:line(sx, mid - high, sx, mid + high, { color = under_way and c.ember or c.steel, width = (under_way and 3 or 2) * theme.line, cap = "butt" })
  end
  canvas:circle(here, mid, (on and 0.55 or 0.4) * theme.body, { color = c.ember })
end

-- Seconds as this visitor reads them: "3,4 s".
local function seconds(s)
  local said = ("%.1f"):format(s)
  return theme.language == "en" and said or (said:gsub("%.", ","))
end

local function buttons(self, x, y, w)
  local size, gap, dim = theme.bar, theme.gap, missing(self)
  local running = self.playing and not self.film:ended()
  parts.button(self.name .. " play", x, y, size, size, nil, { dim = dim, icon = running and "pause" or "play", kind = "first", tap = function()
    if running then self:pause() else self:play() end
  end })
  parts.button(self.name .. " back", x + size + gap, y, size, size, nil, { dim = dim, icon = "step_back", tap = function() self:step(-1) end })
  parts.button(self.name .. " forward", x + 2 * (size + gap), y, size, size, nil, { dim = dim, icon = "step_forward", tap = function() self:step(1) end })
  local at = x + 3 * (size + gap) + gap
  local label_w = 6.5 * theme.body
  if at + 3 * (size + gap) + label_w <= x + w then
    for n, speed in ipairs(speeds) do
      parts.button(self.name .. " speed " .. n, at, y, size, size, speed[2], { dim = dim, on = self.speed == speed[1], role = "lead", said = text.say(speed[3]), tap = function() self:slow(speed[1]) end })
      at = at + size + gap
    end
    return at + gap
  end
  local n = self.speed == 1 and 1 or self.speed == 0.5 and 2 or 3
  parts.button(self.name .. " speed", at, y, size, size, speeds[n][2], { dim = dim, role = "lead", on = n > 1, said = text.say(speeds[n][3]), tap = function() self:slow(speeds[n % 3 + 1][1]) end })
  return at + size + gap
end

-- How high the controls are, px.
function Player:height()
  return 2 * theme.bar + theme.gap
end

-- The controls, over w px: the line with its steps, and the buttons under it.
function Player:controls(x, y, w)
  draw_line(self, x, y, w)
  local low = y + theme.bar + theme.gap
  local left = buttons(self, x, low, w)
  local long, at = self.film:duration(), self:at()
  local said = long > 0 and seconds(at) .. "\u{2009}/\u{2009}" .. seconds(long) .. "\u{a0}s" or missing(self) and "" or "…"
  local wide = math.min(x + w - left, 6.5 * theme.body)
  parts.label(said, x + w - wide, low, wide, theme.bar, { align = "right", color = "quiet", role = "figures" })
  local _, step = self:step_at(at)
  if step and step.label and x + w - wide - left > 4 * theme.body then
    parts.label(step.label, left, low, x + w - wide - left - theme.gap, theme.bar, { role = "body" })
  end
end

-- The picture with the controls under it. Where the picture lies: x, y, w, h px.
function Player:draw(x, y, w, h)
  local foot = self:height() + theme.gap
  self:controls(x, y + h - self:height(), w)
  return self:picture(x, y, w, h - foot)
end

return players
