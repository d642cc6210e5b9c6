-- A hand on a figure: it touches the joints that a note follows, and turns the figure by what lies around it.
local bodies = require "bodies"
local eye = require "eye"
local joints = require "joints"
local notes = require "notes"
local ui = require "ui"
local work = require "edit_note"

local body = { turn = 0, tilt = 0 }
local theme = ui.theme
local reach_mm, moved_mm = 11, 3 -- of a joint; a finger that went further turns the figure
local azimuth = -0.7

-- What a joint is called, by its name in clips: a BVH bone is named after what turns at its beginning.
local called = {
  Hips = { fr = "bassin", it = "bacino", en = "pelvis" },
  Spine = { fr = "bas du dos", it = "zona lombare", en = "lower back" },
  Chest = { fr = "haut du dos", it = "dorso", en = "upper back" },
  Neck = { fr = "nuque", it = "nuca", en = "nape" },
  Head = { fr = "tête", it = "testa", en = "head" },
  Tool = { fr = "outil", it = "utensile", en = "tool" },
  Tongs = { fr = "pince", it = "tenaglia", en = "tongs" },
}
local sides = {
  Right = { fr = { m = "droit", f = "droite" }, it = { m = "destro", f = "destra" }, en = "right " },
  Left = { fr = { m = "gauche", f = "gauche" }, it = { m = "sinistro", f = "sinistra" }, en = "left " },
}
local paired = { -- word, and of which gender, in French and Italian
  Shoulder = { fr = { "clavicule", "f" }, it = { "clavicola", "f" }, en = "collarbone" },
  Arm = { fr = { "épaule", "f" }, it = { "spalla", "f" }, en = "shoulder" },
  ForeArm = { fr = { "coude", "m" }, it = { "gomito", "m" }, en = "elbow" },
  Hand = { fr = { "poignet", "m" }, it = { "polso", "m" }, en = "wrist" },
  Grip = { fr = { "paume", "f" }, it = { "palmo", "m" }, en = "palm" },
  UpLeg = { fr = { "hanche", "f" }, it = { "anca", "f" }, en = "hip" },
  Leg = { fr = { "genou", "m" }, it = { "ginocchio", "m" }, en = "knee" },
  Foot = { fr = { "cheville", "f" }, it = { "caviglia", "f" }, en = "ankle" },
}

-- A joint as a curator calls it, in a language; its own name where nobody knows better.
function body.name(joint, language)
  local one = called[joint]
  if one then
    return one[language] or one.en
  end
  local side, part = joint:match("^(Right)(%a+)$")
  if not side then
    side, part = joint:match("^(Left)(%a+)$")
  end
  local pair = paired[part or ""]
  if not pair then
    return joint
  elseif not pair[language] or language == "en" then
    return sides[side].en .. pair.en
  end
  return pair[language][1] .. " " .. sides[side][language][pair[language][2]]
end

function body.open(record, clip)
  body.record, body.clip, body.turn, body.tilt, body.finger, body.on = record, clip, 0, 0, nil, nil
  body.hands = { record.hand or "RightHand" }
  body.room = clip:duration() > 0 and eye.body(clip, body.hands, record.period or clip:duration(), azimuth)
end

-- Where it is seen; in each draw.
function body.show(player, x, y, w, h)
  body.player, body.x, body.y, body.w, body.h = player, x, y, w, h
  body.camera = eye.whole(body.room, azimuth, { x, y, w, h })
  body.camera.azimuth, body.camera.elevation = azimuth + body.turn, 0.06 + body.tilt
  body.place = notes.in_space(body.clip, body.camera)
  ui.target("picture", x, y, w, h, body)
end

-- Where a joint is seen at t: nil behind the eye.
local function seen(name, t)
  return body.place.onto({ body.clip:joint(name, t) })
end

-- The joint of `names` that is nearest to a place of the canvas, within reach.
local function nearest(names, x, y, t, reach)
  local found, least, at = nil, reach, nil
  for n, name in ipairs(names) do
    local jx, jy
    if joints.has(body.clip, name) then
      jx, jy = seen(name, t)
    end
    local far = jx and math.sqrt((jx - x) ^ 2 + (jy - y) ^ 2)
    if far and far < least then
      found, least, at = name, far, n
    end
  end
  return found, at
end

local function down(e)
  if body.finger then
    return
  end
  body.player:pause()
  local t, reach = body.player:at(), ui.px(reach_mm)
  local _, n = nearest(work.joints(), e.x, e.y, t, ui.px(0.5 * reach_mm))
  body.finger, body.x0, body.y0, body.last_x, body.last_y = e.id, e.x, e.y, e.x, e.y
  body.n, body.marked, body.turns, body.note = n, false, false, work.note
  body.on = work.note and nearest(body.clip:joints(), e.x, e.y, t, reach)
end

local function turn(e)
  body.turn = body.turn - (e.x - body.last_x) / body.w * math.pi
  body.tilt = math.max(-0.1, math.min(1.2, body.tilt + (e.y - body.last_y) / body.w * math.pi))
  body.last_x, body.last_y = e.x, e.y
end

-- A joint of the note goes to another one; the rest of the figure turns it.
local function move(e)
  local far = math.sqrt((e.x - body.x0) ^ 2 + (e.y - body.y0) ^ 2) > ui.px(moved_mm)
  body.turns = body.turns or far and not body.n
  if body.turns then
    body.on = nil
    turn(e)
  elseif body.n then
    body.on = nearest(body.clip:joints(), e.x, e.y, body.player:at(), ui.px(reach_mm)) or body.on
    if body.on and body.on ~= work.joints()[body.n] then
      if not body.marked then
        work.mark()
        body.marked = true
      end
      work.set_joint(body.n, body.on)
    end
  end
end

local function up(e)
  if e.cancelled and body.marked then
    work.undo()
  elseif not e.cancelled and not body.turns and not body.n and body.on then
    work.add_joint(body.on)
  end
end

function body:touch(e)
  if e.kind == "down" then
    return down(e)
  elseif e.id ~= body.finger then
    return
  end
  local lost = body.note ~= work.note -- another finger has undone or closed what this one draws
  if e.kind == "move" and not lost then
    move(e)
  elseif e.kind == "up" and not lost then
    up(e)
  end
  if e.kind == "up" or lost then
    body.finger, body.n, body.on = nil, nil, nil
  end
end

-- The joints that may be touched, those of the note, and what the one under the finger is called.
local function handles(canvas, t)
  local c, r, reach = theme.color, ui.px(1.6), ui.px(reach_mm)
  for _, name in ipairs(work.note and body.clip:joints() or {}) do
    local x, y = seen(name, t)
    if x then
      canvas:circle(x, y, 1.5 * r, { color = "#000000", opacity = 0.7 })
      canvas:circle(x, y, r, { color = c.steel })
      canvas:control(("joint " .. name):sub(1, 47), x - reach, y - reach, 2 * reach, 2 * reach)
    end
  end
  for n, name in ipairs(work.joints()) do
    local x, y
    if joints.has(body.clip, name) then
      x, y = seen(name, t)
    end
    if x then
      canvas:circle(x, y, 1.7 * r, { stroke = 2 * theme.line, color = n == body.n and c.light or c.ember })
    end
  end
  local x, y
  if body.on then
    x, y = seen(body.on, t)
  end
  if x then
    canvas:circle(x, y, 2.3 * r, { stroke = 3 * theme.line, color = c.light })
    ui.label(body.name(body.on, theme.stage.language), body.x + theme.gap, body.y, body.w - 2 * theme.gap, theme.bar, { role = "lead" })
  end
end

-- The figure at t, all notes of the clip, the one that is drawn among them.
function body.drawings(canvas, list, t)
  local c, camera = theme.color, body.camera
  canvas:rect(body.x, body.y, body.w, body.h, { color = "#000000" })
  canvas:floor(camera, { size = 1.5, step = 0.25, color = c.steel, width = 1, opacity = 0.22 })
  bodies.figure(canvas, body.clip, t, camera, { color = c.light, width = math.max(2, math.min(body.w, body.h) / 130), ground = "#000000" })
  local look = { language = theme.stage.language, size = 0.86 * theme.body, calm = true, halo = true, color = c.steel, measured = c.ember, ground = "#000000" }
  work.drawings(canvas, list, t, body.place, look)
  handles(canvas, t)
end

return body
