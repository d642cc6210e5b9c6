-- The repertoire as this installation shows it: in which order, and how each gesture is best seen.
local house = {}

-- Azimuth: -pi/2 sees the body from its right side, looking to the right of the picture. `plate` is
-- the part of the clip that a chronophotographic plate keeps, in seconds, and how often the shutter
-- opened in it. `near`: how much of a close-up the hand's path takes; `lift`, `aside`: by how many
-- metres the eye looks over and beside its middle.
local views = {
  ["g:retreindre-cuivre"] = { struck = true, azimuth = -0.95, target = { -0.02, -0.22, 0.98 }, plate = { 0.30, 2.90 }, key = { 0.30, 0.70, 1.40, 2.10, 2.80 }, gain = -4.8, near = 0.66, lift = -0.06 },
  ["g:raboter-bois"] = { azimuth = -1.42, far = 1.16, target = { 0, -0.56, 0.86 }, plate = { 0.30, 3.50 }, key = { 0.45, 1.10, 1.75, 2.9, 3.45 }, both = true, gain = -0.6, near = 0.42, lift = 0.16, aside = -0.26 },
  ["g:monter-argile"] = { azimuth = -0.55, target = { 0, -0.30, 0.72 }, plate = { 6.2, 12.0 }, key = { 6.2, 7.8, 9.4, 10.9, 11.9 }, both = true, gain = -6.5, near = 0.60, lift = 0.11 },
  ["g:souffler-verre"] = { azimuth = -0.95, target = { -0.05, -0.50, 0.90 }, plate = { 0.4, 6.8 }, key = { 0.5, 2.6, 4.7, 6.7 }, gain = -5.4, near = 0.50, lift = 0.15 },
  ["g:ciseler-pierre"] = { struck = true, azimuth = -0.42, target = { 0, -0.25, 0.95 }, plate = { 0.20, 3.20 }, key = { 0.45, 1.17, 1.89, 3.1 }, both = true, gain = -6.4, near = 0.56, lift = 0.04 },
  ["g:coudre-cuir"] = { azimuth = -0.18, target = { 0, -0.20, 0.72 }, plate = { 0.4, 3.0 }, key = { 0.5, 1.65, 2.95 }, both = true, second = "LeftTool", gain = -5, near = 0.62, lift = 0.02 },
  ["g:ourdir-fil"] = { azimuth = -0.32, target = { 0, -0.25, 1.02 }, plate = { 0.0, 6.0 }, key = { 0.1, 2.0, 3.9, 5.9 }, gain = -8.1, near = 0.68, lift = -0.12 },
  ["g:etirer-fer"] = { struck = true, azimuth = -1.05, target = { -0.02, -0.22, 1.00 }, plate = { 0.35, 3.45 }, key = { 0.36, 0.95, 1.9, 2.85, 3.4 }, gain = -5.3, near = 0.70, lift = -0.10 },
}
local order = { "g:retreindre-cuivre", "g:raboter-bois", "g:monter-argile", "g:souffler-verre",
  "g:ciseler-pierre", "g:coudre-cuir", "g:ourdir-fil", "g:etirer-fer" }
local plain = { azimuth = -0.6, target = { 0, -0.2, 0.95 }, plate = { 0, 3 }, key = { 0, 1.5, 3 }, gain = -6 }

-- From where it is seen.
function house.view(id)
  return views[id] or plain
end

local function entry(record)
  local clip = repertoire.get(record.clip)
  local sound = record.sound and repertoire.get(record.sound)
  local view = house.view(record.id)
  return {
    id = record.id,
    record = record,
    verb = repertoire.get(record.verb).label,
    material = repertoire.get(record.materials[1]).label,
    label = record.label,
    file = clip.file,
    hand = clip.hand,
    hands = { clip.hand, view.second }, -- both, where both draw
    unit = clip.unit,
    sound = sound and sound.file,
    movement_origin = clip.origin,
    sound_origin = sound and sound.origin,
    view = view,
  }
end

-- All gestures: those we know how to show first, others after them.
function house.gestures()
  local found, seen = {}, {}
  for _, id in ipairs(order) do
    local record = repertoire.get(id)
    if record and repertoire.get(record.clip or "") then -- without a movement there is nothing to show
      found[#found + 1] = entry(record)
      seen[id] = true
    end
  end
  for _, record in ipairs(repertoire.list("gesture")) do
    if not seen[record.id] and repertoire.get(record.clip or "") then
      found[#found + 1] = entry(record)
    end
  end
  return found
end

-- Leaves out of a list what may not be shown any more: records are withdrawn while the show runs. False: nothing is left.
function house.present(gestures)
  for n = #gestures, 1, -1 do
    local gesture = gestures[n]
    if not repertoire.get(gesture.id) or not repertoire.get(gesture.record.clip) then
      table.remove(gestures, n)
    elseif gesture.sound and not repertoire.get(gesture.record.sound) then
      gesture.sound = nil
    end
  end
  return #gestures > 0
end

function house.find(gestures, id)
  for n, gesture in ipairs(gestures) do
    if gesture.id == id then
      return gesture, n
    end
  end
end

-- The work that a gesture went into.
function house.work(id)
  for _, work in ipairs(repertoire.list("work")) do
    for _, gesture in ipairs(work.gestures) do
      if gesture == id then
        return work
      end
    end
  end
end

-- Who made a work, in a language; "" where nobody is named.
function house.team(work, language)
  local team = repertoire.get(work.team or "")
  return team and text.pick(team.label, language) or ""
end

-- The clip, opened once. Its loop is as long as it is; a missing one stands still.
function house.clip(gesture)
  if not gesture.clip then
    gesture.clip = motion.open(gesture.file, { unit = gesture.unit })
    gesture.period = math.max(1, gesture.clip:duration())
  end
  return gesture.clip
end

-- Labels of a list of ids, in one language: "marteau à rétreindre, tas".
function house.labels(ids, language)
  local names = {}
  for _, id in ipairs(ids or {}) do
    local record = repertoire.get(id)
    names[#names + 1] = record and text.pick(record.label, language)
  end
  return table.concat(names, ", ")
end

return house
