-- The chaîne opératoire: all steps in their order, with their time; a touched one opens the gesture's page
-- at it. stage.param: id of a chain; `gesture`, the one it was come from; `from`.
local frame = require "page_frame"
local notes = require "notes"
local ui = require "ui"

local scene = {}
local say, theme = frame.say, ui.theme

function scene.enter(stage)
  frame.enter(stage, "chain")
  scene.stage, scene.leaf = stage, 1
  scene.chain = repertoire.get(stage.param.id or "")
end

function scene.touch(e)
  return ui.touch(e)
end

function scene.hear(e)
  if e.kind == "found" and scene.stage.param.id then
    scene.chain, scene.key = repertoire.get(scene.stage.param.id), nil
    scene.stage:redraw()
  elseif e.kind == "visit" then
    scene.stage:redraw()
  end
end

-- Where a step leads: the page of its gesture, at this step where it is one of that gesture's own chain.
local function way(n)
  local step = scene.chain.steps[n]
  local gesture = repertoire.get(step.gesture or scene.stage.param.gesture or "")
  if not gesture then
    return nil
  end
  local own = gesture.chain == scene.chain.id
  local capsule = repertoire.get(step.capsule or "")
  own = own or (capsule and capsule.gesture == gesture.id and capsule.chain == scene.chain.id)
  return function()
    frame.open(gesture.id, { step = own and n or nil, gesture = scene.stage.param.gesture }) -- which the way back needs
  end
end

-- Whether a film or a clip shows any step of the chain.
local function filmed()
  for _, step in ipairs(scene.chain.steps) do
    if step.at then
      return true
    end
  end
  return false
end

local function time_of(step)
  if step.at then
    local language = scene.stage.language
    return notes.number(("%.1f"):format(step.at[1]), language) .. "\u{2009}–\u{2009}" .. notes.number(("%.1f"):format(step.at[2]), language) .. "\u{202f}s"
  end
  if step.duration then
    return say("step.duration", { time = frame.duration(step.duration) })
  end
  local gesture = not filmed() and repertoire.get(step.gesture or "")
  if gesture then -- a work's chain: each step is another gesture's
    return frame.beside(text.pick(gesture.label), gesture.state == "to-document" and say("page.to_document") or "")
  end
  return filmed() and say("chain.unseen") or ""
end

-- The texts of a card and where they lie in it.
local function card(n, w)
  local step, pad = scene.chain.steps[n], math.floor(0.7 * theme.body)
  local c = { n = n, step = step, tap = way(n), texts = {} }
  local inner, at = w - 2 * pad, pad
  local function lay(said, role, more, gap)
    if said and said ~= "" then
      more = more or {}
      more.width = inner - (more.inset or 0)
      local inset = more.inset or 0
      more.inset = nil
      local style = theme.style(role, more)
      at = at + (gap or 0)
      c.texts[#c.texts + 1] = { said = said, x = pad + inset, y = at, style = style }
      at = at + select(2, text.measure(said, style))
    end
  end
  lay(text.pick(step.label), "heading", { inset = 1.6 * theme.style("heading").size })
  lay(step.goal and text.pick(step.goal), "body", nil, 0.3 * theme.gap)
  if step.before and step.after then
    lay(text.pick(step.before) .. "\u{2002}→\u{2002}" .. text.pick(step.after), "small", { color = "quiet" }, 0.6 * theme.gap)
  end
  if step.optional then
    lay(say("step.optional"), "small", { color = "quiet" }, 0.6 * theme.gap)
  end
  c.low = at + 0.6 * theme.gap
  c.high = math.ceil(c.low + 1.3 * theme.style("small").size + 1.2 * theme.gap + pad)
  return c
end

-- Cards in rows of `across`, as many rows as one leaf holds.
local function rows_of(across, w, h)
  local count, gap = #scene.chain.steps, 2 * theme.gap
  local p = { across = across, wide = math.floor((w - (across - 1) * gap) / across), cards = {}, high = 0 }
  for n = 1, count do
    p.cards[n] = card(n, p.wide)
    p.high = math.max(p.high, p.cards[n].high)
  end
  local rows = math.max(1, (h + gap) // (p.high + gap))
  local room = h
  if rows * across < count then
    room = h - theme.bar - theme.gap
    rows = math.max(1, (room + gap) // (p.high + gap))
  end
  rows = math.min(rows, math.ceil(count / across))
  p.per_leaf = rows * across
  p.leaves = math.ceil(count / p.per_leaf)
  p.high = math.floor(math.max(p.high, math.min(1.3 * p.high, (room - (rows - 1) * gap) / rows)))
  return p
end

-- As many across as give the fewest leaves; of those the widest cards.
local function lay(w, h)
  local key = table.concat({ scene.stage.language, theme.version, w, h }, " ")
  if scene.key == key then
    return
  end
  scene.key = key
  local most, best = math.max(1, math.min(5, math.floor(w / (10 * theme.body)), #scene.chain.steps)), nil
  for across = 1, most do
    local p = rows_of(across, w, h)
    if not best or p.leaves < best.leaves then
      best = p
    end
  end
  scene.rows = best
  scene.leaf = math.min(scene.leaf, best.leaves)
end

-- When, of all that is shown: a bar on the chain's own time.
local function draw_time(canvas, c, x, y, w, from, to)
  local color, line = theme.color, theme.line
  local pad = math.floor(0.7 * theme.body)
  local left, wide = x + pad, w - 2 * pad
  local style = theme.style("small", { color = c.step.at and "light" or "quiet", font = c.step.at and "figures" or nil })
  if c.step.at then
    canvas:text(time_of(c.step), left, y, style)
  else
    ui.label(time_of(c.step), left, y, wide, math.ceil(1.3 * style.size), { role = "small", color = "quiet" })
  end
  y = y + 1.3 * style.size + 0.5 * theme.gap
  canvas:line(left, y, left + wide, y, { color = color.edge, width = line })
  if c.step.at then
    local a, b = left + wide * (c.step.at[1] - from) / (to - from), left + wide * (c.step.at[2] - from) / (to - from)
    canvas:line(a, y, math.max(a + 2, b), y, { color = color.ember, width = 4 * line, cap = "butt" })
  end
end

local function draw_card(canvas, c, x, y, w, h, from, to)
  local color, name = theme.color, "step " .. c.n
  local pressed = c.tap and ui.pressed(name)
  if c.tap then
    ui.target(name, x, y, w, h, c.tap)
  end
  ui.panel(x, y, w, h, { color = c.tap and "lifted" or "ground", edge = pressed and "ember" or "edge", width = (pressed and 2 or 1) * theme.line })
  local heading = theme.style("heading", { color = c.step.at and "ember" or "steel", font = "figures", figures = "lining" })
  canvas:text(c.n, x + math.floor(0.7 * theme.body), y + math.floor(0.7 * theme.body), heading)
  for _, one in ipairs(c.texts) do
    canvas:text(one.said, x + one.x, y + one.y, one.style)
  end
  draw_time(canvas, c, x, y + h - (c.high - c.low), w, from, to)
end

-- From one card to the next, as the work goes.
local function draw_links(canvas, n, count, x, y, w, h, gap)
  local color = theme.color.steel
  if n < count and n % scene.rows.across ~= 0 then
    local middle = y + h / 2
    canvas:line(x + w + 2, middle, x + w + gap - 2, middle, { color = color, width = 1.5 * theme.line })
    canvas:polyline({ x + w + gap - 6, middle - 4, x + w + gap - 2, middle, x + w + gap - 6, middle + 4 }, { color = color, width = 1.5 * theme.line })
  end
end

local function span(steps)
  local from, to
  for _, step in ipairs(steps) do
    if step.at then
      from, to = math.min(from or 0, step.at[1]), math.max(to or 0, step.at[2])
    end
  end
  return from or 0, math.max(to or 1, (from or 0) + 0.1)
end

local function draw_cards(canvas, x, y, w, h)
  lay(w, h)
  local gap, from, to = 2 * theme.gap, span(scene.chain.steps)
  local first = (scene.leaf - 1) * scene.rows.per_leaf + 1
  local last = math.min(#scene.rows.cards, first + scene.rows.per_leaf - 1)
  for n = first, last do
    local k = n - first
    local cx, cy = x + k % scene.rows.across * (scene.rows.wide + gap), y + k // scene.rows.across * (scene.rows.high + gap)
    draw_card(canvas, scene.rows.cards[n], cx, cy, scene.rows.wide, scene.rows.high, from, to)
    draw_links(canvas, k + 1, last - first + 1, cx, cy, scene.rows.wide, scene.rows.high, gap)
  end
end

local function turn(by)
  scene.leaf = math.max(1, math.min(scene.rows.leaves, scene.leaf + by))
  scene.stage:redraw()
end

local function draw_turner(x, y, w)
  local size = math.max(theme.target, theme.bar)
  ui.button("leaf less", x, y, size, theme.bar, nil, { icon = "back", dim = scene.leaf == 1, tap = function() turn(-1) end })
  ui.button("leaf more", x + w - size, y, size, theme.bar, nil, { icon = "forward", dim = scene.leaf == scene.rows.leaves, tap = function() turn(1) end })
  ui.label(scene.leaf .. "\u{2009}/\u{2009}" .. scene.rows.leaves, x + size, y, w - 2 * size, theme.bar, { align = "center", color = "quiet" })
end

-- What is read aloud: the name of the chain, and of each step.
local function read()
  if scene.said_of ~= scene.chain or scene.said_in ~= scene.stage.language then
    local said = { text.pick(scene.chain.label) .. "." }
    for n, step in ipairs(scene.chain.steps) do
      said[#said + 1] = n .. ". " .. text.pick(step.label) .. "."
    end
    scene.said_of, scene.said_in, scene.said = scene.chain, scene.stage.language, table.concat(said, "\n")
  end
  ui.read(scene.said, scene.said)
end

function scene.draw(canvas)
  ui.begin(canvas)
  if not scene.chain then
    frame.gone(canvas, "page.gone")
    ui.finish()
    return
  end
  local x, y, w, h = ui.page()
  local _, ry, _, rh = ui.reach()
  local foot = math.ceil(1.4 * theme.style("small").size)
  local low = math.min(y + h - foot - theme.gap, ry + rh)
  local top = y
  local title = text.pick(scene.chain.label)
  local over = ry > y + 1 -- what a hand does not reach is for reading
  if over then
    local _, high = ui.text(title, x, y, "title", { width = w })
    top = math.max(ry, y + high + theme.gap)
  end
  frame.nav(x, top, w)
  top = top + theme.bar + theme.gap
  if not over then
    local _, high = ui.text(title, x, top, "title", { width = w })
    top = top + high + theme.gap
  end
  lay(w, low - top)
  draw_cards(canvas, x, top, w, low - top)
  if scene.rows.leaves > 1 then
    draw_turner(x, low - theme.bar, w)
  end
  ui.label(frame.beside(say("chain.hint"), frame.of_text(scene.chain)), x, y + h - foot, w, foot, { role = "small", color = "quiet" })
  read()
  ui.finish()
end

return scene
