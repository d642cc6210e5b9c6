-- The films that notes may lie on: views of capsules, by the gesture they show.
local lists = require "ui_list"
local ui = require "ui"

local films = {}
local theme = ui.theme
local all, list, choose

-- { media =, capsule =, gesture =, origin =, label =, seen = } of every film, once, in the order of capsules.
local function read()
  local found, known = {}, {}
  for _, capsule in ipairs(repertoire.list("capsule")) do
    local gesture = repertoire.get(capsule.gesture)
    for _, view in ipairs(capsule.views or {}) do
      local record = repertoire.get(view.media)
      if record and not known[record.id] then
        known[record.id] = true
        found[#found + 1] = { media = record.id, capsule = capsule.id, gesture = capsule.gesture, origin = record.origin,
          label = gesture and gesture.label or record.label, seen = record.label }
      end
    end
  end
  return found
end

-- What the editor was opened over: the film it showed, else one of the gesture its page was about.
function films.first(param)
  all = read()
  local best, rank = nil, 0
  for _, one in ipairs(all) do
    local mine = one.media == param.media and 2 or (one.gesture == param.page or one.gesture == param.id) and 1 or 0
    if mine > rank then
      best, rank = one, mine
    end
  end
  return best
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
  canvas:text(text.pick(one.label) or one.media, x, y + 0.08 * h, s.label)
  canvas:text(text.pick(one.seen or {}) or one.media, x, y + 0.52 * h, s.seen)
end

function films.draw(canvas, x, y, w, h, chosen)
  films.canvas, choose = canvas, chosen
  list = list or lists.new{ name = "film row", row = row, tap = function(n) choose(all[n]) end }
  list:draw(x, y, w, h, #all, math.ceil(1.35 * theme.bar))
end

return films
