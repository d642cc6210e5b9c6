-- Where things lie on a gesture's and a work's page. Two columns on a wide canvas; one under the other on a
-- tall one. Controls stay in what a hand reaches (ui.reach); films and titles may lie over it.
local ui = require "ui"

local layout = {}
local theme = ui.theme
local shares = { 0.37, 0.4, 0.44 } -- of the right column, by the size of texts
local least = 330                  -- letters that the text beside a clip should have room for

-- Boxes { x, y, w, h } of a page: nav, title (nil when it stands in nav), film, clip, legend, scrub, transport,
-- steps, tabs and rest under them (nil beside a large film), foot, sign (nil without signing). `has`: which of film,
-- clip, scrub, steps there are, `notes`: lines of the legend, `high`: the film's height by its width (9/16), `wide`: its
-- width by its height (16/9), `sign`: that of the film that signs it, where one is shown, `large`: the film takes the
-- room of clip and texts, `foot`: lines at its foot (1), and `transport(w)`: how high it is. `tabs_high(w)`: the same.
local function foot_high(has)
  return math.ceil((0.1 + 1.3 * (has.foot or 1)) * theme.style("small").size)
end

-- A large film on a wide canvas has its controls beside it.
local function beside(b, x, w, top, low, has)
  local g, column = theme.gap, math.floor(0.6 * theme.margin)
  local right_w = math.floor(0.3 * w)
  local left = x + w - right_w
  b.film = { x, top, w - column - right_w, low - top }
  local at = low
  local function up(name, high)
    at = at - high
    b[name] = { left, at, right_w, high }
    at = at - 0.75 * g
  end
  if has.steps then up("steps", theme.bar) end
  if has.transport then up("transport", has.transport(right_w)) end
  if has.scrub then up("scrub", theme.target) end
  b.legend = has.notes and { left, top, right_w, at - top } or nil
  return b
end

local function wide(x, y, w, h, rx, ry, rw, rh, has, tabs_high)
  local g, bar, b = theme.gap, theme.bar, {}
  local column = math.floor(0.9 * theme.margin)
  local right_w = math.floor(shares[theme.settings.text or 1] * (w - column))
  local left_w = w - column - right_w
  local low = math.min(y + h, ry + rh)
  local nav_on_top = ry <= y + 1
  local foot = foot_high(has)
  local top = y
  if nav_on_top then
    b.nav, top = { x, y, w, bar }, y + bar + 1.5 * g
  else
    b.title, b.nav, top = { x, y, w, bar }, { x, low - bar, w, bar }, y + bar + 1.5 * g
    low = low - bar - g
  end
  b.foot = { x, y + h - foot, w, foot }
  low = math.min(low, y + h - foot - 0.5 * g)
  if has.large then
    return beside(b, x, w, top, low, has)
  end
  local at = low
  local function up(name, high)
    at = at - high
    b[name] = { x, at, left_w, high }
    at = at - 0.75 * g
  end
  if has.steps then up("steps", bar) end
  if has.transport then up("transport", has.transport(left_w)) end
  if has.scrub then up("scrub", theme.target) end
  if has.notes then up("legend", math.ceil(math.min(has.notes, theme.settings.text == 1 and 3 or 2) * 1.3 * theme.style("small").size + g)) end
  b.film = { x, top, left_w, at - top }
  local right = x + w - right_w
  local clip_h = has.clip and has.film and math.floor(math.min(0.78 * right_w, 0.38 * (low - top))) or 0
  if has.clip and has.film then
    b.clip = { right, top, right_w, clip_h }
    clip_h = clip_h + g
  end
  local tabs_y = math.max(top + clip_h, ry)
  b.tabs = { right, tabs_y, right_w, tabs_high(right_w) }
  local rest = tabs_y + b.tabs[4] + g
  b.rest = { right, rest, right_w, low - rest }
  return b
end

-- How high the texts must be at least under the tabs, w px wide: on a squat canvas three lines will do.
local function reading(w, squat)
  local lines = squat and 3.2 or math.ceil(least / 1.5 / (w / (0.5 * theme.body)))
  return lines * 1.42 * theme.body
end

-- On a squat canvas a film that would be a stamp above its controls has them at its side. How low all of it comes, px.
local function aside(b, x, at, w, has, legend_h)
  local g, film_w = theme.gap, math.floor(0.54 * w)
  local narrow = math.floor(0.48 * w)
  if has.transport(w - narrow - 2 * g) < has.transport(w - film_w - 2 * g) then
    film_w = narrow
  end
  local film_h = math.floor(film_w * (has.high or 9 / 16))
  local left, right_w, low = x + film_w + 2 * g, w - film_w - 2 * g, at
  b.film = { x, at, film_w, film_h }
  local function down(name, from, wide, high)
    b[name] = { from, low, wide, high }
    low = low + high + 0.5 * g
  end
  if has.scrub then down("scrub", left, right_w, theme.target) end
  down("transport", left, right_w, has.transport(right_w))
  low = math.max(low, at + film_h + g)
  if has.notes then down("legend", x, w, legend_h) end
  if has.steps then down("steps", x, w, theme.bar) end
  return low + g
end

local function tall(x, y, w, h, rx, ry, rw, rh, has, tabs_high)
  local g, bar, b = theme.gap, theme.bar, {}
  local small = theme.style("small").size
  local foot = foot_high(has)
  local low = math.min(y + h - foot - g, ry + rh)
  b.foot = { x, y + h - foot, w, foot }
  local at = y
  local nav_on_top, squat = ry <= y + 1, h < 1.5 * w
  local lines = squat and (theme.settings.text or 1) > 1 and 1 or squat and 2 or 4
  local legend_h = has.notes and math.ceil(math.min(has.notes, lines) * 1.3 * small + g) or 0
  local transport_h = has.transport and has.transport(w) or 0
  local function down(name, high, gap)
    b[name] = { x, at, w, high }
    at = at + high + (gap or g)
  end
  if nav_on_top then down("nav", bar) end
  if not (nav_on_top and squat) then down("title", bar) end
  local by_side = has.clip and has.film and squat and not has.large
  local film_w = by_side and math.floor(0.64 * w) or w
  local film_h = film_w * (has.high or 9 / 16)
  if has.large then
    film_h = math.min(film_h, low - math.max(at, nav_on_top and 0 or ry) - (nav_on_top and 0 or bar + g) - legend_h - theme.target - transport_h - bar - 5 * g)
  elseif nav_on_top then -- what is left when all else has its place
    local below = legend_h + (has.scrub and theme.target or 0) + transport_h + (has.steps and bar or 0) + tabs_high(w) + 7 * g
    film_h = math.min(film_h, 0.45 * h, low - at - below - reading(w, squat))
    if squat and not by_side and has.transport and not has.sign and film_h < 0.5 * w * (has.high or 9 / 16) then
      at = aside(b, x, at, w, has, legend_h)
      b.tabs = { x, at, w, tabs_high(w) }
      b.rest = { x, at + b.tabs[4] + g, w, low - at - b.tabs[4] - g }
      return b
    end
  else -- what a hand does not reach is for looking at
    film_h = math.max(math.min(film_h, 0.45 * h), math.min(film_h, ry - at - legend_h - 2 * g))
  end
  film_h = math.floor(math.max(0.12 * h, film_h))
  b.film = { x, at, film_w, film_h }
  if by_side then
    b.clip = { x + film_w + g, at, w - film_w - g, film_h }
  end
  at = at + film_h + g
  if has.notes then down("legend", legend_h) end
  at = math.max(at, ry)
  if not nav_on_top then down("nav", bar) end
  if has.scrub then down("scrub", theme.target, 0.5 * g) end
  if has.transport then down("transport", transport_h) end
  if has.steps then down("steps", bar, 1.5 * g) end
  if has.large then
    return b
  end
  local left, wide_rest = x, w
  if has.clip and has.film and not by_side then
    local clip_w = math.floor(0.38 * w)
    b.clip = { x, at, clip_w, math.min(low - at, math.floor(1.9 * clip_w)) }
    left, wide_rest = x + clip_w + 2 * g, w - clip_w - 2 * g
  end
  b.tabs = { left, at, wide_rest, tabs_high(wide_rest) }
  local rest = at + b.tabs[4] + g
  b.rest = { left, rest, wide_rest, low - rest }
  return b
end

local function letters(box)
  return box[4] // (1.42 * theme.body) * box[3] / (0.5 * theme.body)
end

-- A film's box { x, y, w, h } for it and, beside it and as high, the film that signs it: so nothing of either is
-- covered. `film`, `sign`: how wide they are by their height.
function layout.split(box, film, sign)
  local x, y, w, h = table.unpack(box)
  local high = math.floor(math.min(h, (w - theme.gap) / (film + sign)))
  local wide = math.floor(high * film)
  return { x, y, wide, high }, { x + wide + theme.gap, y, w - wide - theme.gap, high }
end

-- Signing stands in a clip's room where both have enough, else the film gives way.
local function beside_film(b, film, sign)
  local g, clip = theme.gap, b.clip
  local wide = clip and math.floor(math.max(sign * clip[4], 0.46 * clip[3]))
  if clip and clip[2] == b.film[2] and clip[3] - wide - g >= 0.4 * clip[3] then
    b.sign = { clip[1], clip[2], wide, clip[4] }
    b.clip = { clip[1] + wide + g, clip[2], clip[3] - wide - g, clip[4] }
    return
  end
  b.film, b.sign = layout.split(b.film, film, sign)
end

-- A clip that takes the room of the texts has no box of its own (`clip` is nil): it is a view like others.
function layout.page(has, tabs_high)
  local x, y, w, h = ui.page()
  local rx, ry, rw, rh = ui.reach()
  local lay = w > 1.2 * h and wide or tall
  local b = lay(x, y, w, h, rx, ry, rw, rh, has, tabs_high)
  if b.clip and letters(b.rest) < least / 1.6 then
    has.clip = false
    b = lay(x, y, w, h, rx, ry, rw, rh, has, tabs_high)
  end
  if has.sign then
    beside_film(b, has.wide or 16 / 9, has.sign)
  end
  return b
end

return layout
