-- What notes may lie on: films and movements of capsules and gestures, by the gesture they show.
local lists = require "ui_list"
local ui = require "ui"

local films = {}
local theme = ui.theme
local all, list, choose

local function add(found, known, record, capsule, gesture, offset)
  if not record or known[record.id] then
    return
  end
  known[record.id] = true
  local kind = record.form and "media" or "clip"
  found[#found + 1] = { id = record.id, [kind] = record.id, record = record, capsule = capsule and capsule.id, gesture = gesture and gesture.id,
    offset = offset or 0, origin = record.origin, label = gesture and gesture.label or record.label, seen = record.label }
end

-- { id =, media = or clip =, record =, capsule =, gesture =, offset = on the capsule's clock, origin =, label =, seen = }
-- of every film and movement, once, in the order of capsules.
local function read()
  local found, known = {}, {}
  for _, capsule in ipairs(repertoire.list("capsule")) do
    local gesture = repertoire.get(capsule.gesture)
    for _, view in ipairs(capsule.views or {}) do
      add(found, known, repertoire.get(view.media), capsule, gesture, view.offset)
    end
    for _, one in ipairs(capsule.clips or {}) do
      add(found, known, repertoire.get(one.clip), capsule, gesture, one.offset)
    end
  end
  for _, gesture in ipairs(repertoire.list("gesture")) do
    add(found, known, repertoire.get(gesture.film or ""), nil, gesture)
    add(found, known, repertoire.get(gesture.clip or ""), nil, gesture)
  end
  return found
end

-- What the editor was opened over: the film it showed, else one of the gesture its page was about. What that
-- gesture has stands first in the list.
function films.first(param)
  local mine, others, best = {}, {}, nil
  for _, one in ipairs(read()) do
    local list = (one.gesture == param.page or one.gesture == param.id) and mine or others
    list[#list + 1] = one
    if one.media and one.media == param.media then
      best = one
    end
  end
  all = table.move(others, 1, #others, #mine + 1, mine)
  local first = all[1]
  return best or first and (first.gesture == param.page or first.gesture == param.id) and first or nil
end

local function styles(w)
  return { label = ui.style("button", { width = w, lines = 1 }), seen = ui.style("small", { width = w, lines = 1 }) }
end

local function row(n, x, y, w, h, pressed)
  local canvas, one = films.canvas, all[n]
  if pressed then
    canvas:rect(x, y, w, h, { color = theme.color.lifted })
  end
  canvas:line(x, y + h - 1, x + w, y + h - 1, { color = theme.color.edge, width = theme.line })
  local s = ui.keep("film row", styles, w)
  canvas:text(text.pick(one.label or {}) or one.id, x, y + 0.08 * h, s.label)
  canvas:text(text.pick(one.seen or {}) or one.id, x, y + 0.52 * h, s.seen)
end

function films.draw(canvas, x, y, w, h, chosen)
  films.canvas, choose = canvas, chosen
  list = list or lists.new{ name = "film row", row = row, tap = function(n) choose(all[n]) end }
  list:draw(x, y, w, h, #all, math.ceil(1.35 * theme.bar))
end

return films
