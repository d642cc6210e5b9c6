-- Where things lie on a gesture's and a work's page. Two columns on a wide canvas; one under the other on a
-- tall one. Controls stay in what a hand reaches (ui.reach); films and titles may lie over it.
local ui = require "ui"

local layout = {}
local theme = ui.theme
local shares = { 0.37, 0.4, 0.44 } -- of the right column, by the size of texts
local least = 330                  -- letters that the text beside a clip should have room for

-- Boxes { x, y, w, h } of a page: nav, title (nil when it stands in nav), film, clip, legend (`more`: at some moment it
-- has less room than its notes need, so it is turned by a finger), scrub, transport, steps, tabs and rest under them (nil
-- beside a large film), foot, sign (nil without signing). `has`: which of film, clip, scrub, steps there are, `notes(w)`:
-- how high the legend would be, nil without notes, `high`: the film's height by its width (9/16), `wide`: its width by its
-- height (16/9), `sign`: that of the film that signs it, where one is shown, `large`: the film takes the room of clip and
-- texts, `foot`: lines at its foot (1), and `transport(w)`: how high it is. `tabs_high(w)`: the same.
local function foot_high(has)
  return math.ceil((0.1 + 1.3 * (has.foot or 1)) * theme.style("small").size)
end

-- How high a legend of w px is that has `lines` at most, and whether all of its notes stand in it.
local function legend_high(has, w, lines)
  if not has.notes then
    return 0, false
  end
  local wanted, most = has.notes(w), math.ceil(lines * 1.3 * theme.style("small").size) + theme.gap
  if wanted <= most then
    return wanted, false
  end
  return math.max(most, theme.target), true
end

local function place_legend(b, has, x, y, w, h, more)
  if has.notes then
    b.legend = { x, y, w, h, more = more or has.notes(w) > h }
  end
end

-- How wide what is looked at may be by its height: the film, with the one that signs it.
local function shape_of(has)
  return (has.film and has.wide or 4 / 3) + (has.sign or 0)
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
  place_legend(b, has, left, top, right_w, at - top)
  return b
end

-- Or under it, on two lines, its notes in the strip that is left beside it; nil where they do not fit.
local function beneath(x, w, top, low, has)
  local g, b, small = theme.gap, {}, theme.style("small").size
  local half = math.floor(0.62 * w)
  if not has.transport or has.transport(half) > theme.bar then
    return nil
  end
  local at = low - theme.bar
  b.transport = { x, at, half, theme.bar }
  b.steps = has.steps and { x + half + 2 * g, at, w - half - 2 * g, theme.bar } or nil
  if has.scrub then
    at = at - 0.5 * g - theme.target
    b.scrub = { x, at, w, theme.target }
  end
  local high = at - 0.5 * g - top
  local strip = has.notes and 11 * small + 2 * g or 0
  local film_w = math.floor(math.min(w - strip, high * shape_of(has)))
  b.film = { x, top, film_w, high }
  place_legend(b, has, x + film_w + 2 * g, top, w - film_w - 2 * g, high)
  return b
end

-- The one of both whose film is larger.
local function large(b, x, w, top, low, has)
  local side, under = beside(b, x, w, top, low, has), beneath(x, w, top, low, has)
  local shape = shape_of(has)
  if not under or math.min(under.film[3], under.film[4] * shape) <= math.min(side.film[3], side.film[4] * shape) then
    return side
  end
  under.nav, under.title, under.foot = b.nav, b.title, b.foot
  return under
end

-- Where large texts have left a film so little height that a strip stays empty beside it, notes go over the texts.
local function strip_beside(has, high, w)
  return has.notes and not has.clip and (high - legend_high(has, w, 2)) * shape_of(has) < 0.8 * w
end

-- The right column: the clip, or the notes where they are not under the film, then the texts under their tabs.
local function texts_column(b, x, top, w, low, ry, has, tabs_high, notes_over)
  local g, at = theme.gap, top
  if has.clip and has.film then
    b.clip = { x, at, w, math.floor(math.min(0.78 * w, 0.38 * (low - top))) }
    at = at + b.clip[4] + g
  elseif notes_over then
    local high, more = legend_high(has, w, 3)
    at = more and math.max(at, ry) or at
    b.legend = { x, at, w, high, more = more }
    at = at + high + 0.5 * g
  end
  at = math.max(at, ry)
  b.tabs = { x, at, w, tabs_high(w) }
  at = at + b.tabs[4] + g
  b.rest = { x, at, w, low - at }
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
    return large(b, x, w, top, low, has)
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
  local film_h = at - top
  local over, notes_h, more = strip_beside(has, film_h, left_w), legend_high(has, left_w, theme.settings.text == 1 and 3 or 2)
  if has.notes and not over then
    up("legend", notes_h)
    b.legend.more, film_h = more, at - top
  end
  b.film = { x, top, left_w, film_h }
  return texts_column(b, x + w - right_w, top, right_w, low, ry, has, tabs_high, over)
end

-- How high the texts must be at least under the tabs, w px wide: on a squat canvas three lines will do.
local function reading(w, squat)
  local lines = squat and 3.2 or math.ceil(least / 1.5 / (w / (0.5 * theme.body)))
  return lines * 1.42 * theme.body
end

-- On a squat canvas a film that would be a stamp above its controls has them at its side. How low all of it comes, px.
local function aside(b, x, at, w, has, legend_h, more)
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
  if has.notes then
    down("legend", x, w, legend_h)
    b.legend.more = more
  end
  if has.steps then down("steps", x, w, theme.bar) end
  return low + g
end

local function tall(x, y, w, h, rx, ry, rw, rh, has, tabs_high)
  local g, bar, b = theme.gap, theme.bar, {}
  local foot = foot_high(has)
  local low = math.min(y + h - foot - g, ry + rh)
  b.foot = { x, y + h - foot, w, foot }
  local at = y
  local nav_on_top, squat = ry <= y + 1, h < 1.5 * w
  local lines = squat and has.large and 3 or squat and (theme.settings.text or 1) > 1 and 1 or squat and 2 or 4
  local legend_h, more = legend_high(has, w, lines)
  local in_reach = more and not nav_on_top -- what a finger turns is not for looking at alone
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
  else -- what is left when all else has its place; what a hand does not reach is for looking at
    local below = legend_h + (has.scrub and theme.target or 0) + transport_h + (has.steps and bar or 0) + tabs_high(w) + 7 * g
    local room = low - at - below - reading(w, squat)
    film_h = math.min(film_h, 0.45 * h, nav_on_top and room or math.max(room - bar - g, ry - at - (in_reach and 0 or legend_h) - 2 * g))
    if squat and not by_side and has.transport and not has.sign and film_h < (nav_on_top and 0.5 or 0.4) * w * (has.high or 9 / 16) then
      if not nav_on_top then
        at = math.max(at, ry)
        down("nav", bar)
      end
      at = aside(b, x, at, w, has, legend_h, more)
      b.tabs = { x, at, w, tabs_high(w) }
      b.rest = { x, at + b.tabs[4] + g, w, low - at - b.tabs[4] - g }
      return b
    end
  end
  film_h = math.floor(math.max(0.12 * h, film_h))
  b.film = { x, at, film_w, film_h }
  if by_side then
    b.clip = { x + film_w + g, at, w - film_w - g, film_h }
  end
  at = at + film_h + g
  if has.notes and not in_reach then down("legend", legend_h) end
  at = math.max(at, ry)
  if not nav_on_top then down("nav", bar) end
  if in_reach then down("legend", legend_h) end
  if b.legend then b.legend.more = more end
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
