-- What there is to see of a work, one large and all as a strip: pictures, a film, its shape in 3D.
local frame = require "page_frame"
local home = require "page_home"
local layout = require "gesture_layout"
local media = require "gesture_media"
local playback = require "playback"
local turntables = require "turntable"
local ui = require "ui"
local zooms = require "ui_zoom"

local album = {}
album.__index = album
local say, theme = frame.say, ui.theme
local night = "#000000"

local function items_of(work)
  local items, seen = {}, {}
  local function take(id, kind)
    local media = id and not seen[id] and repertoire.get(id)
    if media then
      seen[id] = true
      items[#items + 1] = { kind = kind, media = media }
    end
  end
  take(work.picture, "picture")
  for _, id in ipairs(work.pictures or {}) do
    take(id, "picture")
  end
  take(work.film, "film")
  take(work.scan, "scan")
  return items
end

function album.new(work)
  local a = setmetatable({ work = work, items = items_of(work), shown = 1 }, album)
  a:show(1)
  return a
end

function album:close()
  if self.film then
    self.film:close()
    self.film = nil
  end
  if self.shape then
    self.shape.model:close()
    self.shape = nil
  end
end

-- Shows the nth of its items.
function album:show(n)
  self:close()
  self.shown = n
  local item = self.items[n]
  if not item then
    return
  elseif item.kind == "picture" then
    local one = home.picture(item.media.id)
    if self.zoom then
      self.zoom:show(one)
    else
      self.zoom = zooms.new { name = "picture", picture = one }
    end
  elseif item.kind == "film" then
    self.film = playback.open(self.work)
  else
    self.shape = turntables.new { name = "shape", model = model.open(item.media.file) }
  end
  theme.stage:redraw()
end

-- The film that is shown, as a performance, or nil.
function album:play()
  return self.film
end

-- After records changed: what is hidden by now is not shown any more.
function album:check()
  local before = #self.items
  self.items = items_of(repertoire.get(self.work.id) or self.work)
  if #self.items ~= before then
    self:show(1)
  end
end

local function reached(y, h)
  local _, ry, _, rh = ui.reach()
  return y >= ry and y + h <= ry + rh
end

local function draw_shape(self, x, y, w, h)
  if self.shape.model:failed() then
    self:lack(x, y, w, h, "work.no_shape")
  else
    self.shape:draw(x, y, w, h, reached(y, h))
  end
end

local function draw_film(self, canvas, now, x, y, w, h)
  self.film:update(now)
  local shot = self.film:film()
  if shot then
    local sign = media.sign(self.film)
    if sign then
      local film, beside = layout.split({ x, y, w, h }, media.fit(self.film, 1e6, 1e5) / 1e5, sign)
      x, y, w, h = table.unpack(film)
      media.signing(canvas, self.film, table.unpack(beside))
    end
    canvas:film(shot, x, y, w, h, { fit = "contain" })
    media.captions(canvas, self.film, x, y, w, h)
  else
    self:lack(x, y, w, h, "page.film_gone")
  end
end

function album:lack(x, y, w, h, key)
  local style = { width = 0.8 * w, align = "center", color = "quiet" }
  local _, high = ui.measure(say(key), "lead", style)
  ui.text(say(key), x + 0.1 * w, y + (h - high) / 2, "lead", style)
end

-- What is shown, large.
function album:draw(canvas, now, x, y, w, h)
  local item = self.items[self.shown]
  canvas:rect(x, y, w, h, { color = night })
  if not item then
    self:lack(x, y, w, h, "work.no_picture")
  elseif item.kind == "film" then
    draw_film(self, canvas, now, x, y, w, h)
  elseif item.kind == "scan" then
    draw_shape(self, x, y, w, h)
  elseif reached(y, h) then
    self.zoom:draw(x, y, w, h)
  else
    canvas:picture(home.picture(item.media.id), x, y, w, h, { fit = "contain" })
  end
  canvas:rect(x, y, w, h, { color = theme.color.edge, stroke = theme.line })
end

local signs = { film = "play", scan = "again" }
local called = { picture = "view.pictures", film = "view.film", scan = "view.scan" }

local function draw_small(canvas, item, x, y, w, h, pressed, on)
  local small = home.picture(item.kind == "picture" and item.media.id or item.media.poster)
  local c = theme.color
  canvas:rect(x, y, w, h, { color = c.sunk })
  if small then
    canvas:picture(small, x, y, w, h, { fit = "cover", opacity = item.kind == "picture" and 1 or 0.3 })
  end
  if signs[item.kind] then
    ui.icon(signs[item.kind], x + w / 2, y + h / 2, 0.22 * h, pressed and "ember" or "light")
  end
  canvas:rect(x, y, w, h, { color = (on or pressed) and c.ember or c.edge, stroke = (on and 3 or 1) * theme.line })
end

-- Which of them stand in w px, each wide enough for a finger: first, last, width, and how many at once where
-- that is not all.
local function seen(self, w, high)
  local count, ideal = #self.items, math.floor(1.4 * high)
  local wide = math.min(ideal, math.floor((w + theme.gap) / count) - theme.gap)
  if wide >= theme.target then
    return 1, count, wide, nil
  end
  local per = math.max(1, (w - 2 * theme.target - theme.gap) // (ideal + theme.gap))
  self.first = math.max(1, math.min(self.first or 1, count - per + 1))
  return self.first, math.min(count, self.first + per - 1), ideal, per
end

local function draw_turner(self, x, y, w, high, last, per)
  local function turn(way)
    return function()
      self.first = self.first + way * per
      theme.stage:redraw()
    end
  end
  ui.button("items less", x, y, theme.target, high, nil, { icon = "back", dim = self.first == 1, tap = turn(-1) })
  ui.button("items more", x + w - theme.target, y, theme.target, high, nil, { icon = "forward", dim = last == #self.items, tap = turn(1) })
end

-- All of it as a strip of small pictures that are touched, as many as have room. How high it is, px; without a canvas
-- nothing is drawn.
function album:strip(canvas, x, y, w)
  local high = math.max(theme.target, math.floor(1.3 * theme.bar))
  if #self.items < 2 then
    return 0
  elseif not canvas then
    return high
  end
  local first, last, wide, per = seen(self, w, high)
  if per then
    draw_turner(self, x, y, w, high, last, per)
    x = x + theme.target + theme.gap
  end
  for n = first, last do
    local item, name, left = self.items[n], "item " .. n, x + (n - first) * (wide + theme.gap)
    ui.target(name, left, y, wide, high, function() self:show(n) end)
    local pressed = ui.pressed(name)
    draw_small(canvas, item, left, y, wide, high, pressed, n == self.shown)
    if pressed then
      ui.touched(name, say(called[item.kind]) .. " " .. n)
    end
  end
  return high
end

-- What is shown is not a photograph of it: said under it.
function album:origin()
  local item = self.items[self.shown]
  return item and frame.beside(frame.origin(item.kind == "scan" and "model" or item.kind, item.media.origin), item.media.credit or "") or ""
end

return album
