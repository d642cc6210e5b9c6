-- What a gesture's page shows of a moment: the film with its notes and captions, the signing beside it, and the
-- clip in space on the same time. The clip turns under a finger.
local bodies = require "bodies"
local eye = require "eye"
local frame = require "page_frame"
local joints = require "joints"
local notes = require "notes"
local ui = require "ui"

local media = {}
local say, theme = frame.say, ui.theme
local night = "#000000"

-- The notes of what is shown, in the order of their beginning: { note =, place = "film" or "clip", offset =, mark =
-- its number in the legend, where no figure tells which drawing is meant }.
function media.notes(play)
  local list, view, clip = {}, play:view(), play.clip_record
  for _, note in ipairs(view and repertoire.list("note", { media = view.media.id }) or {}) do
    list[#list + 1] = { note = note, place = "film", offset = view.offset }
  end
  for _, note in ipairs(clip and repertoire.list("note", { clip = clip.id }) or {}) do
    list[#list + 1] = { note = note, place = "clip", offset = play.clip_offset }
  end
  table.sort(list, function(a, b)
    local at, bt = a.note.at[1] + a.offset, b.note.at[1] + b.offset
    return at < bt or (at == bt and a.note.id < b.note.id)
  end)
  local n = 0
  for _, one in ipairs(list) do
    if one.note.geometry and not one.note.measure then
      n = n + 1
      one.mark = tostring(n)
    end
  end
  return list
end

local function look(size, halo)
  local c = theme.color
  return { language = theme.stage.language, size = size, calm = theme.calm, halo = halo, color = c.steel, measured = c.ember, ground = night }
end

-- Those with figures first: they stand where they belong, and marks beside them.
local function draw_notes(canvas, list, on, t, place, style)
  for pass = 1, 2 do
    for _, one in ipairs(list) do
      if one.place == on and (pass == 1) == (one.mark == nil) then
        style.mark = one.mark
        notes.draw(canvas, one.note, t - one.offset, place, style)
      end
    end
  end
end

local function figure_size(w, h)
  return math.floor(math.max(0.8 * theme.body, math.min(1.1 * theme.body, math.min(w, h) / 16)))
end

-- Film size in px: as decoded, else as its record says.
local function size_of(shot, record)
  local width, height = shot:size()
  if width > 0 then
    return width, height
  end
  return record.size and record.size[1] or 16, record.size and record.size[2] or 9
end

-- How wide and high the film's picture is within w × h px.
function media.fit(play, w, h)
  local shot, record = play:film()
  if not shot then
    return w, h
  end
  local width, height = size_of(shot, record)
  local scale = math.min(w / width, h / height)
  return math.floor(width * scale + 0.5), math.floor(height * scale + 0.5)
end

-- Over a small picture captions are smaller than texts, so that they leave it to be seen: some thirty letters a line.
local function caption_size(w, h)
  return math.max(0.8 * theme.base, math.min(theme.body, w / 15, h / 9))
end

-- What is said in a film, over its picture, for whom that is set.
function media.captions(canvas, play, x, y, w, h)
  local view, shot = play:view(), play:film()
  if not theme.settings.captions then
    return
  end
  local language = theme.stage.language
  if view.captions ~= language then
    view.captions = language
    local file
    for _, one in ipairs(view.media.captions or {}) do
      file = file or one.language == language and one.file
    end
    view.captioned = file and shot:captions(file) or false
  end
  if view.captioned then
    canvas:captions(shot, { box = { x, y, w, h }, size = caption_size(w, h) })
  end
end

-- How wide the film that signs what is shown is by its height; nil where there is none, or it is not wanted.
function media.sign(play)
  local shot, record = play:sign_film(theme.settings.sign)
  if not shot then
    return nil
  end
  local width, height = size_of(shot, record)
  return width / height
end

-- The signing in a box of its own. Where nobody signs in truth, that is said under it, small where there is little room.
function media.signing(canvas, play, x, y, w, h)
  local shot, record = play:sign_film(theme.settings.sign)
  if not shot then
    return
  end
  local said = frame.origin("sign", record.origin)
  local wanted = said ~= "" and select(2, ui.measure(said, "small", { width = w - theme.gap })) + theme.gap or 0
  local low = math.ceil(math.min(wanted, 0.24 * h))
  canvas:rect(x, y, w, h, { color = night })
  canvas:film(shot, x, y, w, h - low, { fit = "contain" })
  if low > 0 then
    ui.label(said, x + theme.gap / 2, y + h - low, w - theme.gap, low, { role = "small", color = "quiet" })
  end
  canvas:rect(x, y, w, h, { color = theme.color.edge, stroke = theme.line })
end

-- The film in a box, its notes over it, at `t` on the capsule's clock. False when there is none.
function media.film(canvas, play, list, t, x, y, w, h)
  local shot, record = play:film()
  canvas:rect(x, y, w, h, { color = night })
  if not shot then
    return false
  end
  canvas:film(shot, x, y, w, h, { fit = "contain" })
  local width, height = size_of(shot, record)
  play.on_film = notes.on_film(x, y, w, h, "contain", width, height, record.px_per_m)
  draw_notes(canvas, list, "film", t, play.on_film, look(figure_size(w, h), true))
  media.captions(canvas, play, x, y, w, h)
  canvas:rect(x, y, w, h, { color = theme.color.edge, stroke = theme.line })
  return true
end

-- How the clip is looked at: { azimuth =, hands =, draw = function(canvas, clip, t, camera, opacity) or nil }.
local function staging_of(play, staging)
  local how = staging and staging(play.gesture) or {}
  how.azimuth = how.azimuth or -0.7
  how.hands = how.hands or { play.clip_record.hand }
  return how
end

-- The same table while it stands.
local function camera_of(play, how, x, y, w, h)
  local azimuth, elevation, before = how.azimuth + (play.turn or 0), 0.06 + (play.tilt or 0), play.camera
  if before and before.azimuth == azimuth and before.elevation == elevation and play.seen_from == how.azimuth and before.x == x and
    before.y == y and before.width == w and before.height == h then
    return before
  end
  play.body_box = play.body_box or eye.body(play.clip, how.hands, play.clip_record.period or play.clip:duration(), how.azimuth)
  local camera = eye.whole(play.body_box, how.azimuth, { x, y, w, h })
  camera.azimuth, camera.elevation = azimuth, elevation
  play.camera, play.seen_from = camera, how.azimuth
  return camera
end

local function draw_floor(canvas, camera)
  canvas:floor(camera, { size = 1.5, step = 0.25, color = theme.color.steel, width = 1, opacity = 0.22 })
end

-- A finger turns it: a whole width is half a turn.
local turner = { touch = function(self, e)
  if e.kind == "drag" and self.play then
    self.play.turn = (self.play.turn or 0) - e.dx / self.w * math.pi
    self.play.tilt = math.max(-0.1, math.min(1.2, (self.play.tilt or 0) + e.dy / self.w * math.pi))
    theme.stage:redraw()
  end
end }

-- The clip in a box, its notes over it, at `t` on the capsule's clock. Where the hand has been since the
-- movement began is drawn as a lamp on it would.
function media.clip(canvas, play, list, t, x, y, w, h, staging)
  canvas:rect(x, y, w, h, { color = night })
  canvas:rect(x, y, w, h, { color = theme.color.edge, stroke = theme.line })
  local _, ry, _, rh = ui.reach()
  if y >= ry and y + h <= ry + rh then
    turner.play, turner.w = play, w
    ui.target("turn", x, y, w, h, turner)
  end
  local how = staging_of(play, staging)
  local clip, at = play.clip, play:clip_time(t)
  local camera = camera_of(play, how, x, y, w, h)
  canvas:push()
  canvas:clip(x + 1, y + 1, w - 2, h - 2)
  canvas:keep("floor", theme.version, draw_floor, canvas, camera)
  if how.draw then
    how.draw(canvas, clip, at, camera, 0.9)
  end
  local hx, hy, hr = bodies.figure(canvas, clip, at, camera, { color = theme.color.light, width = math.max(2, math.min(w, h) / 110), ground = night, studs = true })
  for _, hand in ipairs(how.hands) do
    local name = joints.name(clip, hand)
    if joints.has(clip, name) then
      canvas:cyclegraph(clip, name, math.max(0, at - 1), at, camera, { color = theme.color.light, width = math.max(1.4, math.min(w, h) / 200), blink = 0.06, opacity = 0.5 })
    end
  end
  canvas:pop()
  play.on_clip = notes.in_space(clip, camera)
  if hx then -- no figure lies on a face
    play.on_clip.taken = { hx, hy, hr, hr }
  end
  draw_notes(canvas, list, "clip", t, play.on_clip, look(figure_size(w, h), true))
end

-- A place for figures of a clip that is not drawn.
local function measured(clip)
  return { clip = clip, unit = 1, lift = function(p) return { p[1], p[2], p[3] or 0 } end }
end

-- A line of the legend, kept with its note while its figure, width, sizes and language stay: `said` in runs, its
-- style, how high it is.
local function legend_line(one, figure, w)
  local line = one.line
  if line and line.figure == figure and line.w == w and line.version == theme.version then
    return line
  end
  local c, said = theme.color, {}
  if one.mark then
    said[#said + 1] = { one.mark .. "\u{2002}", font = "figures", color = c.steel }
  end
  if figure then
    said[#said + 1] = { figure .. "\u{2002}", font = "figures", color = c.ember, figures = "tabular" }
  end
  said[#said + 1] = text.pick(one.note.label)
  line = { figure = figure, w = w, version = theme.version, said = said, style = theme.style("small", { width = w }) }
  line.high = select(2, text.measure(said, line.style))
  one.line = line
  return line
end

-- How high a line of the legend is, px: the same while its figure runs, so that leaves keep their lines.
local function line_high(one, w)
  if one.w ~= w or one.version ~= theme.version then
    local note = one.note
    local sample = note.measure and notes.figure(note, note.measure.value or 188.8, theme.stage.language) or nil
    one.w, one.version, one.high = w, theme.version, legend_line(one, sample, w).high
  end
  return one.high
end

-- How high the legend of w px is when most is seen at once.
function media.legend_high(list, w)
  local most = 0
  for _, one in ipairs(list) do
    local from, high = one.note.at[1] + one.offset - (theme.calm and 0 or 0.29), 0 -- it is coming already
    for _, other in ipairs(list) do
      if notes.presence(other.note, from - other.offset, theme.calm) > 0 then
        high = high + line_high(other, w)
      end
    end
    most = math.max(most, high)
  end
  return math.ceil(most + theme.gap)
end

-- Which of those that are seen at `t` stand on which leaf of w × h px: leaf numbers by note, and how many leaves.
local leaves = {}

local function lay_leaves(list, t, w, h)
  local leaf, at = 1, 0
  for n, one in ipairs(list) do
    leaves[n] = nil
    if notes.presence(one.note, t - one.offset, theme.calm) > 0 then
      local high = line_high(one, w)
      if at > 0 and at + high > h + 1 then
        leaf, at = leaf + 1, 0
      end
      leaves[n], at = leaf, at + high
    end
  end
  return leaf
end

local function legend_leaf(canvas, play, list, t, x, y, w, leaf)
  local top = y + 0.5 * theme.gap
  for n, one in ipairs(list) do
    local note = one.note
    if leaves[n] == leaf then
      play.on_clip = play.on_clip or play.clip and measured(play.clip)
      local place = one.place == "film" and play.on_film or play.on_clip
      local value = note.measure and (note.measure.value or place and notes.value(note, t - one.offset, place))
      local line = legend_line(one, value and notes.figure(note, value, theme.stage.language) or nil, w)
      line.style.opacity = notes.presence(note, t - one.offset, theme.calm)
      canvas:text(line.said, x, top, line.style)
      top = top + line.high
    end
  end
end

-- What the marks on the drawings mean, and what is measured now, in a box of gesture_layout. After the drawings.
-- What has no room in it stands on further leaves, which a button turns; it says how many notes are not seen.
function media.legend(canvas, play, list, t, box)
  local x, y, w, h = box[1], box[2], box[3], box[4]
  local size, below = theme.target, w < 8 * theme.target
  local wide, high = w, h - theme.gap
  if box.more then
    wide, high = below and w or w - size - theme.gap, below and h - size - theme.gap or h
  end
  local count = lay_leaves(list, t, wide, high)
  local leaf = (play.leaf or 0) % count + 1
  legend_leaf(canvas, play, list, t, x, y, wide, leaf)
  if count > 1 then
    local rest = 0
    for n = 1, #list do
      rest = rest + (leaves[n] and leaves[n] ~= leaf and 1 or 0)
    end
    ui.button("notes", below and x or x + w - size, y + h - size, size, size, "+" .. rest, { said = say("page.more_notes", { n = rest }),
      tap = function() play.leaf = leaf end })
  end
end

-- What is seen is not a recording: said under it.
function media.origin(play)
  local shot, record = play:film()
  return frame.beside(shot and frame.origin("film", record.origin) or "", shot and record.credit or "",
    play.clip and (not shot or record.origin ~= play.clip_record.origin) and frame.origin("movement", play.clip_record.origin) or "")
end

-- Said where a film should be.
function media.missing(x, y, w, h, key)
  local style = { width = 0.8 * w, align = "center" }
  local _, high = ui.measure(say(key), "lead", style)
  ui.text(say(key), x + 0.1 * w, y + (h - high) / 2, "lead", { width = 0.8 * w, align = "center", color = "quiet" })
end

return media
