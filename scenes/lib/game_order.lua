-- Put the moments of a gesture in order: cards are dragged to their places, or touched and then the place.
local parts = require "game_parts"
local say = require "page_say"
local signs = require "signs"
local ui = require "ui"

local order = {}
local theme = ui.theme
local cards_most = 4
local glide_s = 0.4

-- What a chain shows of one clip: { sign, gesture, steps = { { at, label } } }, or nil.
local function playable(chain)
  local steps, gesture = {}, nil
  for _, step in ipairs(chain.steps) do
    local capsule = step.at and step.capsule and repertoire.get(step.capsule)
    local clip = capsule and capsule.clips and capsule.clips[1]
    if clip and #steps < cards_most and (not gesture or step.gesture == gesture) then
      local offset = clip.offset or 0
      gesture = step.gesture
      steps[#steps + 1] = { first = step.at[1] - offset, last = step.at[2] - offset, label = step.label }
    end
  end
  local record = gesture and repertoire.get(gesture)
  if record and record.clip and #steps >= 3 then
    return { gesture = record, steps = steps }
  end
end

function order.enter(stage)
  order.stage, order.games, order.turn, order.answers = stage, {}, 0, 0
  for _, chain in ipairs(repertoire.list("chain", nil, 256)) do
    local game = playable(chain)
    if game and #order.games < 24 then
      order.games[#order.games + 1] = game
    end
  end
  order.way = parts.shuffled(#order.games, 3)
end

local function deal(game)
  local places = parts.shuffled(#game.steps, order.turn)
  local sorted = true
  for k, step in ipairs(places) do
    sorted = sorted and k == step
  end
  if sorted then
    places[1], places[2] = places[2], places[1]
  end
  order.cards = {}
  for k, step in ipairs(places) do
    order.cards[k] = { step = step, name = "card " .. k, tray = k }
  end
end

-- Another gesture.
local function another()
  parts.hush()
  order.turn = order.turn + 1
  for _ = 1, #order.games do
    local game = order.games[order.way[(order.turn - 1) % #order.way + 1]]
    local sign = repertoire.get(game.gesture.id) and signs.of(game.gesture.id)
    if sign then
      order.game, order.sign, order.said, order.chosen, order.done = game, sign, nil, nil, nil
      deal(game)
      return
    end
    order.turn = order.turn + 1
  end
  order.game = nil
end

function order.open()
  if not order.game and #order.games > 0 then
    another()
  end
end

local function finished()
  for _, card in ipairs(order.cards) do
    if not card.slot then
      return false
    end
  end
  return true
end

local function glide(card, x, y)
  if not theme.calm then
    card.from = { x = x, y = y, u = tween.new(0, 1, glide_s, "out") }
  end
end

-- A card is laid on a place: there it stays, or it glides back.
local function lay(card, slot)
  order.chosen, order.answers = nil, order.answers + 1
  if card.step == slot then
    card.slot, order.said = slot, "game.well"
    if finished() then
      order.done, order.said = show.now(), "game.done"
      parts.play(order.game.gesture)
    end
  else
    order.said = "game.almost"
  end
  order.stage:redraw()
end

local function slot_at(x, y)
  for n, box in ipairs(order.slots) do
    if x >= box.x and x < box.x + box.w and y >= box.y and y < box.y + box.h then
      return n
    end
  end
end

-- A finger on a card: it is carried, or, touched shortly, shows its moment and waits for a place.
local function component(card)
  return { touch = function(self, e, f)
    if e.kind == "down" and not card.finger then
      card.finger, card.dx, card.dy, card.moved = e.id, 0, 0, false
      card.played = e.time
    elseif f and card.finger == e.id and e.kind == "move" then
      card.dx, card.dy = e.x - f.x0, e.y - f.y0
      card.moved = card.moved or math.abs(card.dx) + math.abs(card.dy) > theme.px(8)
    elseif f and card.finger == e.id and e.kind == "up" then
      card.finger = nil
      local slot = card.moved and not e.cancelled and slot_at(e.x, e.y)
      local x, y = card.x, card.y
      if slot then
        lay(card, slot)
      elseif not card.moved then
        order.chosen = order.chosen ~= card and card or nil
      end
      if card.moved then
        glide(card, x, y)
      end
    end
  end }
end

local function label_high()
  return math.ceil(2.35 * theme.body)
end

-- One card at its place, or where its finger carries it.
local function draw_card(canvas, card, x, y, w, h, now)
  local step, c = order.game.steps[card.step], theme.color
  if card.from then
    local u = card.from.u:value()
    x, y = card.from.x + (x - card.from.x) * u, card.from.y + (y - card.from.y) * u
    if card.from.u:done() then
      card.from = nil
    end
  end
  if card.finger then
    x, y = x + card.dx, y + card.dy
  end
  card.x, card.y = x, y
  local long = step.last - step.first
  local runs = order.done and not theme.calm -- all of it, again and again
  local since = runs and (now - order.done) % order.sign.period - step.first or now - (card.played or -100)
  local plays = since >= 0 and since <= long
  local at = plays and step.first + since or (step.first + step.last) / 2
  if plays or runs then
    order.stage:redraw()
  end
  local low = label_high()
  if card.finger then
    ui.touched(card.name, text.pick(step.label))
  end
  local lit = card.finger or order.chosen == card or plays
  ui.panel(x, y, w, h, { color = "sunk", edge = lit and "ember" or "edge", width = card.finger and 2 * theme.line or nil })
  parts.moment(canvas, order.sign, x + 2, y + 2, w - 4, h - low - 4, at, step.first, plays and at or step.last, plays)
  ui.label(text.pick(step.label), x + theme.gap, y + h - low, w - 2 * theme.gap, low - 2, { role = "small", align = "center", color = c.light })
end

local function draw_slot(n, box)
  ui.panel(box.x, box.y, box.w, box.h, { color = "ground", edge = "steel" })
  ui.label(tostring(n), box.x, box.y, box.w, box.h, { role = "title", align = "center", color = "edge" })
  local name = "place " .. n
  if ui.pressed(name) then
    ui.touched(name, tostring(n))
  end
  ui.target(name, box.x, box.y, box.w, box.h, function()
    if order.chosen then
      local card = order.chosen
      local x, y = card.x, card.y
      lay(card, n)
      glide(card, x, y)
    end
  end)
end

-- Places above the cards; on an upright screen beside them.
local function boxes(x, y, w, h)
  local n, gap = #order.cards, 2 * theme.gap
  local slots, trays = {}, {}
  if w > h then
    local wide, high = (w - (n - 1) * gap) / n, (h - gap) / 2
    for k = 1, n do
      slots[k] = { x = x + (k - 1) * (wide + gap), y = y, w = wide, h = high }
      trays[k] = { x = slots[k].x, y = y + high + gap, w = wide, h = high }
    end
  else
    local wide, high = (w - 2 * gap) / 2, (h - (n - 1) * gap) / n
    for k = 1, n do
      slots[k] = { x = x, y = y + (k - 1) * (high + gap), w = wide, h = high }
      trays[k] = { x = x + wide + 2 * gap, y = slots[k].y, w = wide, h = high }
    end
  end
  return slots, trays
end

local function asked()
  return order.game.gesture
end

local function go_on()
  another()
  order.stage:redraw()
end

-- Kind words, and on the right what one may do next; how high they are.
local function foot(x, y, w, low)
  local items = theme.keep("order buttons", parts.buttons, order.stage, asked, go_on)
  local wide = 0
  for _, item in ipairs(items) do
    wide = wide + ui.button_size(item.label, item) + theme.gap
  end
  local two = w - wide < 14 * theme.body
  local high = two and 2 * theme.bar + theme.gap or theme.bar
  local top = low - high
  parts.words(say(order.said or "game.order_help"), x, top, two and w or w - wide - theme.gap, theme.bar, order.said and "light" or "quiet")
  ui.flow(items, two and x or x + w - wide, low - theme.bar, two and w or wide, "right")
  return high
end

-- What is read aloud: what is to be done, with the moments as they lie there; then how the last one was laid.
function order.says()
  if not order.game then
    return say("game.nothing")
  elseif order.said then
    return say(order.said)
  end
  local said = { say("game.order_help") }
  for _, card in ipairs(order.cards) do
    said[#said + 1] = text.pick(order.game.steps[card.step].label) .. "."
  end
  return table.concat(said, "\n")
end

function order.draw(canvas, x, y, w, h)
  if not order.game then
    parts.words(say("game.nothing"), x, y, w, theme.bar)
    return
  end
  local now = show.now()
  h = h - foot(x, y, w, y + h) - 2 * theme.gap
  local trays
  order.slots, trays = boxes(x, y, w, h)
  local held = {}
  for n, box in ipairs(order.slots) do
    draw_slot(n, box)
  end
  for _, card in ipairs(order.cards) do
    local box = card.slot and order.slots[card.slot] or trays[card.tray]
    if card.finger or card.from then
      held[#held + 1] = { card, box }
    else
      draw_card(canvas, card, box.x, box.y, box.w, box.h, now)
    end
    if not card.slot then
      card.on = card.on or component(card)
      ui.target(card.name, box.x, box.y, box.w, box.h, card.on)
    end
  end
  for _, one in ipairs(held) do -- over all others
    draw_card(canvas, one[1], one[2].x, one[2].y, one[2].w, one[2].h, now)
  end
end

return order
