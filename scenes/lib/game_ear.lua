-- Hear the tool, find the gesture: a sound, and three or four hands at work, one of which makes it.
local parts = require "game_parts"
local say = require "page_say"
local signs = require "signs"
local ui = require "ui"

local ear = {}
local theme = ui.theme
local choices = 4
local shows_s = 8 -- a hand that was found goes on for so long

function ear.enter(stage)
  ear.stage, ear.turn, ear.answers, ear.asked = stage, 0, 0, nil
  ear.all = repertoire.list("gesture", { sound = true, clip = true }, 24)
  ear.way = parts.shuffled(#ear.all, 5)
end

local function listen()
  parts.play(ear.asked)
end

-- Another sound, among other hands.
local function another()
  parts.hush()
  ear.turn = ear.turn + 1
  local order, at = parts.shuffled(#ear.all, ear.turn), ear.way[(ear.turn - 1) % #ear.way + 1]
  local among = { at }
  for _, n in ipairs(order) do
    if n ~= at and #among < choices and signs.of(ear.all[n].id) then
      among[#among + 1] = n
    end
  end
  ear.asked, ear.cards, ear.found, ear.said = ear.all[at], {}, nil, nil
  for k, place in ipairs(parts.shuffled(#among, ear.turn + 7)) do
    local gesture = ear.all[among[place]]
    ear.cards[k] = { gesture = gesture, sign = signs.of(gesture.id), name = "hand " .. k, number = tostring(k) }
  end
  ear.ready = signs.of(ear.asked.id) ~= nil and #ear.cards >= 2
end

function ear.open()
  if #ear.all > 1 and not ear.asked then
    another()
  end
  if ear.ready and not ear.found then
    listen()
  end
end

local function choose(card)
  return function()
    if ear.found then
      parts.play(card.gesture)
      return
    end
    local right = card.gesture == ear.asked
    ear.answers = ear.answers + 1
    ear.said = say(right and "game.heard" or "game.other", { name = text.pick(card.gesture.label) })
    card.at = show.now()
    if right then
      ear.found = card
    else
      card.wrong = true
    end
    parts.play(card.gesture)
  end
end

local function draw_card(canvas, card, x, y, w, h, now)
  card.tap = card.tap or choose(card)
  ui.target(card.name, x, y, w, h, card.tap)
  local on = ui.pressed(card.name) or ear.found == card
  if on and ear.found ~= card then
    ui.touched(card.name, card.number)
  end
  local since = card.at and now - card.at or 1e9
  local plays = since < shows_s
  local at = plays and since % card.sign.period or 0.3 * card.sign.period
  if plays then
    ear.stage:redraw()
  end
  ui.panel(x, y, w, h, { color = "sunk", edge = on and "ember" or "edge", width = on and 2 * theme.line or nil })
  local low = math.ceil(1.5 * theme.body)
  canvas:push()
  canvas:opacity(card.wrong and not plays and 0.45 or 1)
  parts.moment(canvas, card.sign, x + 2, y + 2, w - 4, h - low - 4, at, 0, plays and at or card.sign.period, on)
  canvas:pop()
  if card.wrong or ear.found then -- the name comes with the answer
    ui.label(text.pick(card.gesture.label), x + theme.gap, y + h - low, w - 2 * theme.gap, low - 2, { role = "small", align = "center" })
  end
end

local function asked()
  return ear.asked
end

local function go_on()
  another()
  ear.open()
end

-- The button that sounds, with what is to be done beside it; how high.
local function head(canvas, x, y, w)
  local size = math.max(1.6 * theme.bar, theme.px(26))
  ui.button("listen", x, y, size, size, nil, { icon = "speak", kind = "first", said = say("game.listen"), tap = listen })
  if parts.plays() then
    canvas:circle(x + size / 2, y + size / 2, 0.44 * size, { color = theme.color.ember, stroke = 1.5 * theme.line, opacity = 0.7 })
  end
  parts.words(ear.said or say("game.ear_help"), x + size + 2 * theme.gap, y, w - size - 2 * theme.gap, size)
  return size
end

-- What is read aloud: what is to be done, or what the last answer was.
function ear.says()
  return not ear.ready and say("game.nothing") or ear.said or say("game.ear_help")
end

function ear.draw(canvas, x, y, w, h)
  if not ear.ready then
    parts.words(say("game.nothing"), x, y, w, theme.bar)
    return
  end
  local now = show.now()
  local used = head(canvas, x, y, w) + 2 * theme.gap
  local items = theme.keep("ear buttons", parts.buttons, ear.stage, asked, go_on)
  local foot = ui.flow(items, x, 0, w, "right", true)
  if ear.found then
    ui.flow(items, x, y + h - foot, w, "right")
  end
  y, h = y + used, h - used - foot - 2 * theme.gap
  local gap = 2 * theme.gap
  local columns = w > 1.6 * h and #ear.cards or 2
  local rows = math.ceil(#ear.cards / columns)
  local wide, high = (w - (columns - 1) * gap) / columns, (h - (rows - 1) * gap) / rows
  for n, card in ipairs(ear.cards) do
    draw_card(canvas, card, x + (n - 1) % columns * (wide + gap), y + (n - 1) // columns * (high + gap), wide, high, now)
  end
end

return ear
