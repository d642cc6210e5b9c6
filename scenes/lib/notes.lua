-- Notes over films and movements, drawn as a workshop drawing: fine lines, ticks, figures along the line,
-- arcs. All of it is a function of a note's record, a time of its film or clip, and where that is seen, so
-- a page, an editor and a test get the same drawing.
--
--   local notes = require "notes"
--   local place = notes.on_film(64, 96, 800, 450, "contain", 1920, 1080)   -- or notes.in_space(clip, camera)
--   notes.draw(canvas, record, shot:position(), place, { language = "fr", size = 20 })
local eye = require "eye"
local joints = require "joints"
local shapes = require "notes_shapes"

local notes = {}
local fade_s = 0.3    -- of its film or clip: before it begins and after it ends
local still_s = 1 / 60 -- half the time over which a speed is taken
local path_points = 48 -- of a joint's way
local range_steps = 60 -- looked at for a range

local function ease(u)
  u = math.max(0, math.min(1, u))
  return u * u * u * (10 + u * (6 * u - 15))
end

-- How much of a note is there at time t, 0..1: all of it from `at[1]` to `at[2]`; it comes a little
-- before and goes a little after. `calm`: at once.
function notes.presence(note, t, calm)
  local from, to = note.at[1], note.at[2]
  if t >= from and t <= to then
    return 1
  end
  return calm and 0 or ease(1 - math.max(from - t, t - to) / fade_s)
end

-- Where the picture of a film of width x height px lies when it is shown in a box with this `fit`
-- ("stretch", "contain", "cover"): x, y, w, h in canvas px. Of "cover" it is larger than the box.
function notes.picture(x, y, w, h, fit, width, height)
  if fit == "stretch" or not (width > 0 and height > 0) then
    return x, y, w, h
  end
  local larger = fit == "cover" and math.max or math.min
  local scale = larger(w / width, h / height)
  local pw, ph = width * scale, height * scale
  return x + (w - pw) / 2, y + (h - ph) / 2, pw, ph
end

-- A film's place: the box it is shown in, as for canvas:film, and its size in px. `px_per_m`: of its
-- media record, where its scale is known. A place is of one frame: figures that are drawn at it keep out of
-- each other's way.
function notes.on_film(x, y, w, h, fit, width, height, px_per_m)
  local px, py, pw, ph = notes.picture(x, y, w, h, fit or "stretch", width, height)
  return {
    box = { x, y, w, h },
    taken = {}, -- letters of this frame: x, y, half width, half height
    values = {}, -- of notes, worked out in this frame
    lift = function(p)
      return { px + p[1] * pw, py + p[2] * ph, 0 }
    end,
    flat = true, -- `onto` leaves points as they are
    onto = function(p)
      return p[1], p[2]
    end,
    unit = px_per_m and width > 0 and px_per_m * pw / width, -- canvas px in a metre
  }
end

-- A clip's place: what a camera sees of it. The camera's x, y, width, height are given.
function notes.in_space(clip, camera)
  local see = eye.of(camera)
  return {
    box = { camera.x, camera.y, camera.width, camera.height },
    taken = {},
    values = {},
    clip = clip,
    lift = function(p)
      return { p[1], p[2], p[3] or 0 }
    end,
    onto = function(p)
      return see(p[1], p[2], p[3])
    end,
    unit = 1,
  }
end

-- The key frames around t: the last that is not after it, the next, and how far between, 0..1.
local function around(frames, t)
  local low, high = 1, #frames
  if t <= frames[1].t then
    return frames[1], frames[1], 0
  elseif t >= frames[high].t then
    return frames[high], frames[high], 0
  end
  while high - low > 1 do
    local middle = (low + high) // 2
    if frames[middle].t <= t then
      low = middle
    else
      high = middle
    end
  end
  local a, b = frames[low], frames[high]
  return a, b, b.t > a.t and (t - a.t) / (b.t - a.t) or 0
end

local function from_frames(geometry, t)
  local a, b, u = around(geometry.frames, t)
  if geometry.between == "hold" or u == 0 then
    return a.points
  end
  local points = {}
  for n, p in ipairs(a.points) do
    local q = b.points[n]
    points[n] = { p[1] + (q[1] - p[1]) * u, p[2] + (q[2] - p[2]) * u, p[3] and p[3] + ((q[3] or 0) - p[3]) * u }
  end
  return points
end

-- A single joint of a polyline draws its way since the note began.
local function from_joints(note, t, clip)
  local names, points = note.geometry.joints, {}
  for _, name in ipairs(names) do
    if not joints.has(clip, name) then
      return nil
    end
  end
  if note.geometry.shape == "polyline" and #names == 1 then
    local from, to = note.at[1], math.max(note.at[1], math.min(t, note.at[2]))
    for n = 0, path_points do
      points[n + 1] = { clip:joint(names[1], from + (to - from) * n / path_points) }
    end
    return points
  end
  for n, name in ipairs(names) do
    points[n] = { clip:joint(name, t) }
  end
  return points
end

-- Its points at time t: parts of the picture, or metres. nil when it has none, or when the clip has
-- no such joints.
function notes.points(note, t, clip)
  local geometry = note.geometry
  if not geometry then
    return nil
  elseif geometry.joints then
    return clip and from_joints(note, t, clip)
  end
  return geometry.frames and #geometry.frames > 0 and from_frames(geometry, t) or nil
end

local between = {}

-- As `from_frames`, lifted, without a table in between.
local function lifted_frames(geometry, t, lift)
  local a, b, u = around(geometry.frames, t)
  local there, hold = {}, geometry.between == "hold" or u == 0
  for n, p in ipairs(a.points) do
    if not hold then
      local q = b.points[n]
      between[1], between[2] = p[1] + (q[1] - p[1]) * u, p[2] + (q[2] - p[2]) * u
      between[3] = p[3] and p[3] + ((q[3] or 0) - p[3]) * u
    end
    there[n] = lift(hold and p or between)
  end
  return there
end

local function lifted(note, t, place)
  local geometry = note.geometry
  if geometry and not geometry.joints and geometry.frames and #geometry.frames > 0 then
    return lifted_frames(geometry, t, place.lift)
  end
  local points = notes.points(note, t, place.clip)
  local there = {}
  for n, p in ipairs(points or there) do
    there[n] = place.lift(p)
  end
  return points and there
end

-- What is measured, worked out in the space of the place; nil where it has no meaning there.
local measures = {}

function measures.angle(p)
  return #p >= 3 and shapes.angle(p[1], p[2], p[3]) or nil
end

function measures.length(p, place, note)
  if note.geometry.shape == "arc" and #p >= 3 then
    local opens = shapes.angle(p[2], p[1], p[3])
    return opens and place.unit and shapes.distance(p[1], p[2]) * opens / place.unit
  end
  local long = 0
  for n = 2, #p do
    long = long + shapes.distance(p[n - 1], p[n])
  end
  return #p >= 2 and place.unit and long / place.unit or nil
end

-- Half of what the sum of all corners' cross products is long: also of a zone that lies anyhow in space.
function measures.area(p, place)
  local x, y, z = 0, 0, 0
  for n, a in ipairs(p) do
    local b = p[n % #p + 1]
    x, y, z = x + a[2] * b[3] - a[3] * b[2], y + a[3] * b[1] - a[1] * b[3], z + a[1] * b[2] - a[2] * b[1]
  end
  return #p >= 3 and place.unit and math.sqrt(x * x + y * y + z * z) / 2 / place.unit ^ 2 or nil
end

function measures.distance(p, place)
  return #p >= 2 and place.unit and shapes.distance(p[1], p[#p]) / place.unit or nil
end

function measures.speed(_, place, note, t)
  local a, b = lifted(note, t - still_s, place), lifted(note, t + still_s, place)
  return a and b and place.unit and shapes.distance(a[1], b[1]) / (2 * still_s) / place.unit or nil
end

function measures.range(_, place, note)
  local low, high
  for n = 0, range_steps do
    local p = lifted(note, note.at[1] + (note.at[2] - note.at[1]) * n / range_steps, place)
    local a = p and measures.angle(p)
    if not a then
      return nil
    end
    low, high = math.min(low or a, a), math.max(high or a, a)
  end
  return high - low
end

local units = {
  deg = 180 / math.pi, rad = 1, m = 1, cm = 100, mm = 1000, ["m/s"] = 1, ["cm/s"] = 100, ["km/h"] = 3.6,
  m2 = 1, cm2 = 1e4, mm2 = 1e6,
}

-- The figure of its measure at time t, in its unit: the one it was given, else worked out from what it
-- is drawn on. nil where neither is there. A length on a film wants `px_per_m`.
function notes.value(note, t, place)
  local measure = note.measure
  if not measure then
    return nil
  elseif measure.value then
    return measure.value
  end
  local known = place.values and place.values[note] -- a page draws it, and tells it in its legend
  if known and known[1] == t then
    return known[2]
  end
  local work_out, unit = measures[measure.kind], units[measure.unit]
  local points = work_out and unit and lifted(note, t, place)
  local value = points and work_out(points, place, note, t)
  value = value and value * unit
  if place.values then
    place.values[note] = { t, value }
  end
  return value
end

local worked_out = { deg = "%.0f", rad = "%.2f", m = "%.2f", cm = "%.0f", mm = "%.0f", ["m/s"] = "%.1f", ["cm/s"] = "%.0f", ["km/h"] = "%.1f",
  m2 = "%.2f", cm2 = "%.0f", mm2 = "%.0f" }
local symbols = { deg = "°", Cel = "\u{00a0}°C", ["1"] = "", ["/min"] = "/min", ["/s"] = "/s" }
local written = { m2 = "m²", cm2 = "cm²", mm2 = "mm²" }

-- A number as it is read in a language: its decimal sign, thousands from 10,000 on.
function notes.number(said, language)
  local whole, part = said:match("^(-?%d+)%.?(%d*)$")
  if not whole then
    return said
  end
  if #whole:gsub("-", "") > 4 then
    whole = whole:reverse():gsub("(%d%d%d)", "%1 "):reverse():gsub("^(-?) ", "%1")
    whole = whole:gsub(" ", language == "en" and "," or "\u{202f}")
  end
  return whole:gsub("-", "\u{2212}") .. (part ~= "" and (language == "en" and "." or ",") .. part or "")
end

local told = setmetatable({}, { __mode = "k" }) -- of each note, the figure that was written last

local function write_figure(measure, value, language)
  local form = measure.value and "%.10g" or worked_out[measure.unit] or "%.3g"
  local said = notes.number(form:format(value), language)
  if measure.uncertainty then
    said = said .. "\u{202f}±\u{202f}" .. notes.number(("%.10g"):format(measure.uncertainty), language)
  end
  return said .. (symbols[measure.unit] or (language == "fr" and "\u{202f}" or "\u{00a0}") .. (written[measure.unit] or measure.unit))
end

-- "0,55 m", "36°", "63/min"; with its uncertainty, "55 ± 2 cm". "" without a value.
function notes.figure(note, value, language)
  local measure = note.measure
  if not measure or not value then
    return ""
  end
  local last = told[note]
  if not last or last.measure ~= measure or last.value ~= value or last.language ~= language then
    last = { measure = measure, value = value, language = language, said = write_figure(measure, value, language) }
    told[note] = last
  end
  return last.said
end

-- Draws a note at time t of its film or clip. look: `language`, `size` of figures (px; 20), `calm` (no
-- motion of its own), `opacity` (1), `halo` (a dark edge, for films), `mark` (a number that a legend
-- explains), `color` of the drawing, `measured` of what is measured, `ground` of the edge. True when there is
-- something of it to be seen.
function notes.draw(canvas, note, t, place, look)
  local u = notes.presence(note, t, look.calm)
  local points = u > 0 and lifted(note, t, place)
  if not points or #points == 0 then
    return false
  end
  local figure = note.measure and notes.figure(note, notes.value(note, t, place), look.language) or ""
  return shapes.draw(canvas, note.geometry.shape, points, place, look, u, figure)
end

return notes
