-- The wall. First its own bricks, laid in light, and what the repertoire is; then three gestures, each as a wake of
-- light over the whole wall, then as its film, with its name in three languages.
local bodies = require "bodies"
local courses = require "courses"
local eye = require "eye"
local wake = require "wake"
local words = require "words"

local warm, ember, steel = "#f4ead8", "#ff7a1a", "#8fa3b0"
local margin = 112
local opening_s, light_s, film_s = 20, 20, 16 -- how long each stands
local before_s = 5                           -- light has been flowing for so long when a gesture comes
local head_s = 5                             -- the first bricks are laid when the show begins

-- How each is best seen; azimuth as in the reference installation.
local order = { "g:ciseler-pierre", "g:raboter-bois", "g:monter-argile" }
local azimuth = { ["g:ciseler-pierre"] = -0.42, ["g:raboter-bois"] = -1.42, ["g:monter-argile"] = -0.55 }

local scene = {}

local function ease(u)
  u = math.max(0, math.min(1, u))
  return u * u * u * (10 + u * (6 * u - 15))
end

local function note(size, more)
  local style = { size = size, color = steel, line_height = 1.3 }
  for key, value in pairs(more) do
    style[key] = value
  end
  return style
end

local function all(labels)
  return labels and labels.fr .. "  /  " .. labels.it .. "  /  " .. labels.en or ""
end

local function close_film()
  if scene.film then
    scene.film:close()
  end
  scene.film, scene.media = nil, nil
end

-- Nil where the repertoire does not have it, or may not show it any more.
local function records(id)
  local gesture = repertoire.get(id)
  local clip = gesture and repertoire.get(gesture.clip or "")
  return clip and gesture, clip
end

-- What a gesture is drawn with: worked out before the show begins, for one call of draw has no time for it.
local function made(record, hand_seen_from, width)
  local clip = motion.open(record.file, { unit = record.unit })
  local period = math.max(1, clip:duration())
  local camera = eye.whole(eye.body(clip, { record.hand }, period, hand_seen_from), hand_seen_from, { width - 960, 34, 880, 1060 })
  return { clip = clip, period = period, camera = camera, wake = wake.new(clip, record.hand, camera, 150) }
end

-- All in turn; or one gesture, for ever, when a cue asks for it.
function scene.enter(stage)
  scene.stage, scene.ready, scene.pages, scene.long, scene.since = stage, {}, {}, 0, 0
  local shown = order
  if records(stage.param and stage.param.moment or "") then
    shown, scene.since = { stage.param.moment }, show.now()
  else
    scene.pages[1] = { long = opening_s }
  end
  for _, id in ipairs(shown) do
    local gesture, record = records(id)
    if gesture then
      scene.pages[#scene.pages + 1] = { id = id, long = light_s + film_s }
      scene.ready[id] = made(record, azimuth[id] or -0.6, stage.width)
    end
  end
  for _, page in ipairs(scene.pages) do
    page.from, scene.long = scene.long, scene.long + page.long
  end
end

-- Opening -----------------------------------------------------------------------------------------

local function opening(canvas, page, t, opacity)
  close_film()
  courses.draw(canvas, 17, ease(0.12 + 0.55 * (t + head_s) / 16), opacity)
  local y = 96
  for n, code in ipairs(words.languages) do
    local shown = opacity * ease((t + 1.2 - 0.7 * n) / 1.8)
    local _, high = canvas:text(words.title[code], margin, y, { font = "title", size = n == 1 and 112 or 44, color = warm, language = code,
      opacity = shown * (n == 1 and 1 or 0.8), line_height = 1.05 })
    y = y + high + (n == 1 and 18 or 6)
  end
  local right, shown = canvas.width - margin, opacity * ease((t - 1) / 2)
  y = 132
  for n, code in ipairs(words.languages) do
    canvas:text(words.what[code], right, y, note(n == 1 and 34 or 24, { align = "right", language = code, color = n == 1 and warm or steel, opacity = shown }))
    y = y + (n == 1 and 56 or 36)
  end
  canvas:line(right - 240 * ease((t - 1) / 3), y + 14, right, y + 14, { color = ember, width = 2.5, opacity = opacity })
  canvas:text(words.programme .. "  ·  " .. words.who, right, y + 32, note(24, { align = "right", language = "fr", opacity = shown }))
  canvas:text(all(words.year), right, y + 70, note(23, { align = "right", opacity = shown }))
  canvas:text(all(words.made_up), right, y + 106, note(23, { align = "right", opacity = shown }))
end

-- Gestures ----------------------------------------------------------------------------------------

-- The size, `size` at most, at which a title stands on one line of `width` px.
local function fitting(label, size, width)
  return math.min(size, size * width / math.max(1, (text.measure(label, { font = "title", size = size }))))
end

local function names(canvas, gesture, x, y, t, opacity)
  for n, code in ipairs(words.languages) do
    local shown, label = opacity * ease((t - 0.5 * (n - 1)) / 1.4), text.pick(gesture.label, code)
    local size = fitting(label, n == 1 and 76 or 40, 690)
    local _, high = canvas:text(label, x, y, { font = "title", size = size, color = warm, width = 720,
      language = code, opacity = shown * (n == 1 and 1 or 0.8), line_height = 1.05 })
    y = y + high + (n == 1 and 16 or 6)
  end
  return y
end

local sinking = gradient.linear(0, 560, 0, 800, { { 0, "#00000000" }, { 0.55, "#000000f4" }, { 1, "#000000" } })

local function light(canvas, page, t, opacity)
  local gesture, record = records(page.id)
  local ready = scene.ready[page.id]
  if not gesture or not ready then
    return
  end
  local at = t + before_s
  wake.draw(canvas, ready.wake, at, at, canvas.width - 260, opacity)
  bodies.figure(canvas, ready.clip, at % ready.period, ready.camera, { opacity = 0.9 * opacity, width = 3.6, studs = true })
  canvas:rect(0, 560, canvas.width, 240, { color = sinking }) -- legs sink into the dark
  local shown = opacity * ease((t - 1) / 2)
  canvas:text(text.pick(gesture.label, "fr"), margin, 646, { font = "title", size = 60, color = warm, language = "fr", opacity = shown })
  canvas:text(all(words.movement[record.origin]), margin, 726, note(23, { opacity = 0.9 * shown }))
end

local function film_of(id)
  for _, capsule in ipairs(repertoire.list("capsule")) do
    local view = capsule.gesture == id and capsule.views and capsule.views[1]
    local media = view and repertoire.get(view.media)
    if media and scene.media ~= media.id then
      close_film()
      scene.media, scene.film = media.id, film.open(media.file, { loop = true })
    end
    if media then
      return scene.film, media, capsule
    end
  end
end

local function near(canvas, page, t, opacity)
  local gesture = records(page.id)
  local shot, media, capsule = film_of(page.id)
  if not gesture or not shot then
    return
  end
  canvas:film(shot, 112, 52, 1200, 675, { fit = "contain", opacity = opacity * ease((t - 0.3) / 1.8) })
  local y = names(canvas, gesture, 1420, 150, t - 0.6, opacity)
  local shown = opacity * ease((t - 2.6) / 1.6)
  canvas:line(1420, y + 26, 1420 + 96 * ease((t - 2.4) / 2), y + 26, { color = ember, width = 2.5, opacity = opacity })
  y = y + 46
  if capsule.text then
    local _, high = canvas:text(text.pick(capsule.text, "fr"), 1420, y, note(28, { width = 620, language = "fr", opacity = shown }))
    y = y + high + 14
    _, high = canvas:text(all(words.demonstration), 1420, y, note(23, { width = 708, opacity = 0.9 * shown }))
    y = y + high + 14
  end
  canvas:text(all(words.film[media.origin]), 1420, y, note(23, { width = 708, opacity = 0.9 * shown }))
end

-- The whole ----------------------------------------------------------------------------------------

local function in_and_out(t, long, rise)
  return ease((t + 0.4) / rise) * ease((long - t) / rise)
end

function scene.draw(canvas)
  local at = (show.now() - scene.since) % scene.long
  local page = scene.pages[1]
  for _, other in ipairs(scene.pages) do
    page = at >= other.from and other or page
  end
  local t = at - page.from
  if not page.id then
    opening(canvas, page, t, in_and_out(t, page.long, 2))
  elseif t < light_s then
    close_film()
    light(canvas, page, t, in_and_out(t, light_s, 2))
  else
    near(canvas, page, t - light_s, in_and_out(t - light_s, film_s, 1.8))
  end
  scene.stage:redraw()
end

return scene
