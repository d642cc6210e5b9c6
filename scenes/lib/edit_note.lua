-- The note that is being drawn: its points at key frames, its span, its label; what was done can be undone.
-- Plain data without a canvas.
--
--   local work = require "edit_note"
--   work.begin("segment", { media = "d:forge", origin = "filmed" }, 1.5, 8)
--   work.add(1.5, 0.25, 0.5); work.add(1.5, 0.75, 0.5)
--   work.note.geometry.frames[1].points   --> { { 0.25, 0.5 }, { 0.75, 0.5 } }
--
-- On a clip it follows joints instead of having key frames: work.add_joint("RightHand").
local notes = require "notes"
local pasts = require "edit_past"

local work = { note = nil, near_s = 0.02 }
local long_s = 2 -- of a note that has just begun

-- How many points a shape has: at least, at most; `joints`, where on a clip it is another number at most. One
-- joint alone draws its path.
work.shapes = {
  { name = "point", least = 1, most = 1, label = { fr = "Point", it = "Punto", en = "Point" } },
  { name = "segment", least = 2, most = 2, label = { fr = "Longueur", it = "Lunghezza", en = "Length" } },
  { name = "angle", least = 3, most = 3, label = { fr = "Angle", it = "Angolo", en = "Angle" } },
  { name = "arc", least = 3, most = 3, label = { fr = "Arc", it = "Arco", en = "Arc" } },
  { name = "polyline", least = 2, most = 64, joints = 1, label = { fr = "Chemin", it = "Cammino", en = "Path" } },
  { name = "zone", least = 3, most = 64, joints = 12, label = { fr = "Zone", it = "Zona", en = "Zone" } },
  { name = "plane", least = 3, most = 4, label = { fr = "Plan", it = "Piano", en = "Plane" } },
}
local by_name = {}
for _, shape in ipairs(work.shapes) do
  by_name[shape.name] = shape
end

local past = pasts.new() -- notes as they were (false: none)
local copy = pasts.copy
work.copy = copy

local function rounded(value, digits)
  local scale = 10 ^ digits
  return math.floor(value * scale + 0.5) / scale
end

-- What follows can be undone as one step.
function work.mark()
  past:mark(work.note or false)
  work.changed = true
end

local function turn_to(note)
  work.note, work.changed = note or nil, true
  if note then
    note.id = work.id
  end
end

-- It was saved under this id, which what is undone or done again keeps.
function work.saved(id)
  work.id, work.note.id, work.changed = id, id, false
end

function work.undo() turn_to(past:undo(work.note or false)) end
function work.redo() turn_to(past:redo(work.note or false)) end
function work.can_undo() return past:can_undo() end
function work.can_redo() return past:can_redo() end

-- Takes up a note that is there (a copy), or nothing.
function work.take(note)
  work.note, work.changed, work.id = note and copy(note) or nil, false, note and note.id
  past = pasts.new()
end

-- What may be measured of a shape, as a note says it; the first by itself. `scaled`: metres are known there.
local angles = { { kind = "angle", unit = "deg" }, { kind = "range", unit = "deg" } }
local lengths = { { kind = "length", unit = "cm" }, { kind = "length", unit = "m" } }
local measured = {
  point = { false, { kind = "speed", unit = "m/s" } },
  segment = lengths,
  arc = lengths,
  polyline = { lengths[2], lengths[1], { kind = "distance", unit = "cm" } },
  zone = { { kind = "area", unit = "cm2" }, { kind = "area", unit = "m2" } },
}

function work.measures(shape, scaled)
  return shape == "angle" and angles or scaled and measured[shape] or {}
end

local function set_measure(measure)
  work.note.measure = measure and copy(measure) or nil
  work.note.motivation = measure and "measuring" or "describing"
end

-- The next of what may be measured, and after the last nothing.
function work.next_measure(scaled)
  local list, now = work.measures(work.note.geometry.shape, scaled), work.note.measure
  local at = now and 0 or #list
  for n, one in ipairs(list) do
    if one and now and one.kind == now.kind and one.unit == now.unit or not one and not now then
      at = n
    end
  end
  work.mark()
  if now and at == #list and list[1] then
    set_measure(nil)
  else
    set_measure(list[at % #list + 1])
  end
end

-- A new note from `t` on, without points yet. `about`: media or clip, capsule, gesture, origin; `scaled` as above.
function work.begin(shape, about, t, duration, scaled)
  work.take(nil)
  work.mark()
  local note = copy(about)
  local last = duration > 0 and math.min(t + long_s, duration) or t + long_s
  local first = math.min(t, math.max(0, last - 0.2))
  note.at = { rounded(first, 3), rounded(last, 3) }
  note.label = copy(by_name[shape].label)
  note.geometry = about.clip and { shape = shape, joints = {} } or { shape = shape, frames = {}, between = "linear" }
  work.note = note
  set_measure(work.measures(shape, scaled)[1])
end

local function frames()
  local geometry = work.note and work.note.geometry
  return geometry and geometry.frames
end

-- Its points at a time of the film: { { x, y }, … } in parts of the picture; none yet: {}.
function work.points(t)
  local list = frames()
  return list and #list > 0 and notes.points(work.note, t) or {}
end

local function shape_of()
  return work.note and work.note.geometry and by_name[work.note.geometry.shape]
end

-- The joints it follows: none where it has key frames.
function work.joints()
  local geometry = work.note and work.note.geometry
  return geometry and geometry.joints or {}
end

function work.follows()
  local geometry = work.note and work.note.geometry
  return geometry ~= nil and geometry.joints ~= nil
end

local function most_joints(shape)
  return shape.joints or shape.most
end

-- Has it the points it needs? Could it have more?
function work.is_whole()
  local list, shape = frames(), shape_of()
  if shape and work.follows() then
    return #work.joints() >= math.min(shape.least, most_joints(shape))
  end
  return shape ~= nil and list and #list > 0 and #list[1].points >= shape.least
end

function work.is_open()
  local list, shape = frames(), shape_of()
  if shape and work.follows() then
    return #work.joints() < most_joints(shape) and not work.closed
  end
  return shape ~= nil and list ~= nil and (#list == 0 or #list[1].points < shape.most) and not work.closed
end

-- Its number among the key frames, and the place where one at `t` would stand.
function work.key_at(t)
  local at = 1
  for n, frame in ipairs(frames() or {}) do
    if math.abs(frame.t - t) <= work.near_s then
      return n, n
    elseif frame.t < t then
      at = n + 1
    end
  end
  return nil, at
end

-- The key frame at `t`; without one it is made, with the points as they are there, and the span holds it.
local function key(t)
  local list = frames()
  local n, at = work.key_at(t)
  if not n then
    local points = copy(work.points(t))
    table.insert(list, at, { t = rounded(t, 3), points = points })
    n = at
    local span = work.note.at
    span[1], span[2] = math.min(span[1], list[n].t), math.max(span[2], list[n].t)
  end
  return list[n]
end

local function place(x, y)
  return { rounded(math.max(0, math.min(1, x)), 4), rounded(math.max(0, math.min(1, y)), 4) }
end

-- One more point, in every key frame. Its number; nil when there is no room.
function work.add(t, x, y)
  if not work.is_open() then
    return nil
  end
  work.mark()
  local list = frames()
  if #list == 0 then
    list[1] = { t = rounded(t, 3), points = {} }
  end
  for _, frame in ipairs(list) do
    frame.points[#frame.points + 1] = place(x, y)
  end
  return #list[1].points
end

-- One more joint, or another instead of the n-th.
function work.add_joint(name)
  if work.follows() and work.is_open() then
    work.mark()
    table.insert(work.note.geometry.joints, name)
  end
end

function work.set_joint(n, name)
  work.note.geometry.joints[n] = name
  work.changed = true
end

-- The n-th point at `t`: a key frame there.
function work.move(t, n, x, y)
  key(t).points[n] = place(x, y)
end

function work.remove_key(t)
  local n = work.key_at(t)
  if n and #frames() > 1 then
    work.mark()
    table.remove(frames(), n)
  end
end

function work.toggle_between()
  local geometry = work.note.geometry
  work.mark()
  geometry.between = geometry.between == "hold" and "linear" or "hold"
end

-- Its beginning (1) or end (2) is at `t`; the other one makes room.
function work.span(which, t)
  work.mark()
  local at = work.note.at
  at[which] = rounded(t, 3)
  if at[2] - at[1] < 0.05 then
    at[3 - which] = which == 1 and at[1] + 0.5 or math.max(0, at[2] - 0.5)
    if at[2] - at[1] < 0.05 then
      at[2] = at[1] + 0.5
    end
  end
end

-- All notes of `list` at t, and the one that is drawn over them, at its place of scenes/lib/notes.lua.
function work.drawings(canvas, list, t, place, look)
  for _, note in ipairs(list) do
    if not work.note or note.id ~= work.note.id then
      look.opacity = work.note and 0.35 or 1
      notes.draw(canvas, note, t, place, look)
    end
  end
  look.opacity = 1
  if work.is_whole() then
    notes.draw(canvas, work.note, math.max(work.note.at[1], math.min(work.note.at[2], t)), place, look)
  end
end

return work
