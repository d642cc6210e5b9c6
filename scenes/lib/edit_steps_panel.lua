-- What stands beside the film while a chain is cut into steps: where to cut, the steps there are, and the
-- one that was chosen.
local lists = require "ui_list"
local notes = require "notes"
local say = require "page_say"
local steps = require "edit_steps"
local ui = require "ui"
local work = require "edit_note"

local panel = { proposed = {} }
local theme = ui.theme
local page, list, row_of

-- Steps have times on the capsule's clock, what is shown has its own.
local function offset()
  return page.about.offset or 0
end

local function now()
  return page.player:at() + offset()
end

-- From where to where it is shown, on the clock.
local function span()
  return math.max(0, offset()), offset() + page.player.film:duration()
end

-- The movement of the capsule, and when it begins on the clock.
local function movement()
  if page.clip then
    return page.clip, page.record, offset()
  end
  local capsule = repertoire.get(page.about.capsule or "")
  for _, one in ipairs(capsule and capsule.clips or {}) do
    local record = repertoire.get(one.clip)
    if record then
      return motion.open(record.file, { unit = record.unit }), record, one.offset or 0
    end
  end
end

-- The chain of what is shown, as it was saved here or as its record says; nil: none yet.
local function chain_of(about)
  local capsule, gesture = repertoire.get(about.capsule or ""), repertoire.get(about.gesture or "")
  return page.chains[about.capsule] or repertoire.get(capsule and capsule.chain or gesture and gesture.chain or ""), capsule, gesture
end

-- May steps be cut there? They hang on a capsule.
function panel.may_open(of)
  return of.about ~= nil and of.about.capsule ~= nil and of.player ~= nil and of.player.film:duration() > 0
end

function panel.open(of)
  page, list, panel.proposed, panel.chosen = of, nil, {}, nil
  local chain, capsule, gesture = chain_of(page.about)
  steps.take(chain, { label = gesture and gesture.label or page.about.label, origin = capsule.origin })
  steps.changed = chain ~= nil and page.unsaved[chain.id] == true
  page.player:pause()
end

function panel.close()
  steps.drop()
  page.player.steps = {}
end

local function seconds(t)
  return notes.number(("%.1f"):format(t), page.stage.language)
end

-- Marks of the player's line, near which it stops: where steps begin, and where some are proposed.
function panel.marks()
  local marks = {}
  for _, step in ipairs(steps.chain.steps) do
    if step.at and step.at[1] > offset() - 1e-3 then
      marks[#marks + 1] = { from = step.at[1] - offset(), label = text.pick(step.label) }
    end
  end
  for _, t in ipairs(panel.proposed) do
    marks[#marks + 1] = { from = t - offset(), label = say("edit.proposed"), proposed = true }
  end
  table.sort(marks, function(a, b) return a.from < b.from end)
  page.player.steps = marks
end

-- Under the player's line: steps as bars, the chosen one in orange; proposals as rings on it.
function panel.times(canvas, at, mid)
  local c, low = theme.color, mid + 0.42 * theme.body
  for n, step in ipairs(steps.chain.steps) do
    if step.at then
      local from, to = at(step.at[1] - offset()), at(step.at[2] - offset())
      canvas:line(from + theme.line, low, math.max(from + 2 * theme.line, to - 2 * theme.line), low,
        { color = n == panel.chosen and c.ember or c.steel, width = 3 * theme.line, cap = "butt" })
    end
  end
  for _, t in ipairs(panel.proposed) do
    canvas:circle(at(t - offset()), mid - 0.75 * theme.body, 0.22 * theme.body, { color = c.ember, stroke = 2 * theme.line })
  end
end

local function propose()
  local clip, record, begins = movement()
  local from, to = span()
  panel.proposed = {}
  for _, t in ipairs(clip and clip:cuts(require("joints").name(clip, record.hand or "RightHand")) or {}) do
    if steps.may_cut(t + begins, from, to) then
      panel.proposed[#panel.proposed + 1] = t + begins
    end
  end
  page.failed, page.message = false, say("edit.proposals", { n = #panel.proposed })
end

-- Those that are taken or have become too near are proposed no more.
local function drop_taken()
  local from, to = span()
  local left = {}
  for _, t in ipairs(panel.proposed) do
    if steps.may_cut(t, from, to) then
      left[#left + 1] = t
    end
  end
  panel.proposed = left
end

local function cut()
  local from, to = span()
  panel.chosen = steps.cut(now(), from, to)
  drop_taken()
end

local function take_all()
  steps.cut_all(panel.proposed, span())
  panel.proposed, page.message = {}, nil
end

local function choose(n)
  local step = steps.chain.steps[n]
  panel.chosen = n
  page.message = nil
  page.player:pause()
  if step.at then
    page.player:seek(step.at[1] - offset() + 0.5 / page.player:rate())
  end
end

function panel.save()
  if steps.is_stale(repertoire.get(steps.id or "")) then
    page.failed, page.message = true, say("edit.stale")
    page.chains[page.about.capsule], page.unsaved[steps.id] = nil, nil
    return
  end
  local id, wrong = repertoire.write(steps.chain, page.about.capsule)
  page.failed, page.message = id == nil, wrong or say("edit.saving")
  if id then
    page.waits()
    steps.saved(id)
    local saved = work.copy(steps.chain) -- what is cut afterwards is not saved yet
    page.mine[id], page.chains[page.about.capsule], page.unsaved[id] = saved, saved, nil
  end
end

-- Drawing ------------------------------------------------------------------------------------------

local function row(n, x, y, w, h, pressed)
  local step, time_w = steps.chain.steps[n], 6.5 * theme.body
  local under_way = step.at and now() >= step.at[1] and now() < step.at[2]
  if pressed then
    panel.canvas:rect(x, y, w, h, { color = theme.color.lifted })
  end
  panel.canvas:line(x, y + h - 1, x + w, y + h - 1, { color = theme.color.edge, width = theme.line })
  ui.label(n .. "\u{2002}" .. (text.pick(step.label) or "…"), x, y, w - time_w, h, { role = "small", color = under_way and "ember" or "light" })
  local time = step.at and seconds(step.at[1]) .. "\u{2013}" .. seconds(step.at[2]) .. "\u{202f}s" or say("edit.no_time")
  ui.label(time, x + w - time_w, y, time_w, h, { role = "figures", align = "right", color = "quiet" })
end

local function acts()
  local from, to = span()
  local items = { { name = "cut", label = say("edit.cut"), kind = "first", dim = not steps.may_cut(now(), from, to), tap = cut } }
  if movement() then
    items[#items + 1] = { name = "propose", label = say("edit.propose"), tap = propose }
  end
  if #panel.proposed > 0 then
    items[#items + 1] = { name = "take all", label = say("edit.take_all", { n = #panel.proposed }), tap = take_all }
    items[#items + 1] = { name = "take none", label = say("edit.take_none"), tap = function() panel.proposed, page.message = {}, nil end }
  end
  return items
end

local function draw_list(x, y, w, h)
  local _, high = ui.text(say("edit.steps_help"), x, y, "small", { width = w })
  local at = y + high + theme.gap
  at = at + ui.flow(acts(), x, at, w) + theme.gap
  list = list or lists.new{ name = "step row", row = row, tap = choose }
  list:draw(x, at, w, y + h - at, #steps.chain.steps, theme.bar)
end

local function draw_chosen(x, y, w)
  local n = panel.chosen
  local items = {
    { name = "from", label = say("edit.from"), tap = function() steps.span(n, 1, now()) end },
    { name = "to", label = say("edit.to"), tap = function() steps.span(n, 2, now()) end },
  }
  if steps.may_join(n) then
    items[#items + 1] = { name = "join", label = say("edit.join"), tap = function() panel.chosen = steps.join(n) end }
  end
  items[#items + 1] = { name = "all steps", label = say("edit.all_steps"), tap = function() panel.chosen = nil end }
  return y + ui.flow(items, x, y, w) + theme.gap
end

-- Undo, redo, save and close, at the foot. How high.
local function draw_foot(x, y, w)
  local half, bar = (w - theme.gap) / 2, theme.bar
  local good = steps.changed and #steps.chain.steps > 0
  ui.button("undo", x, y, half, bar, say("edit.undo"), { dim = not steps.can_undo(), tap = function() steps.undo() panel.chosen = nil end })
  ui.button("redo", x + half + theme.gap, y, half, bar, say("edit.redo"), { dim = not steps.can_redo(), tap = function() steps.redo() panel.chosen = nil end })
  y = y + bar + theme.gap
  ui.button("save", x, y, half, bar, say("edit.save"), { kind = "first", dim = not good, tap = panel.save })
  ui.button("close", x + half + theme.gap, y, half, bar, say("edit.close"), { tap = function() page.or_ask(panel.close) end })
end

-- `labels(label, x, y, w)` draws a text by its languages: where they end, and whether one is typed.
function panel.draw(canvas, x, y, w, h, labels)
  panel.canvas = canvas
  if panel.chosen and not steps.chain.steps[panel.chosen] then
    panel.chosen = nil
  end
  local foot = 2 * theme.bar + theme.gap
  local low = y + h - foot
  if page.message then
    local _, high = ui.measure(page.message, "small", { width = w })
    low = low - high - theme.gap
    ui.text(page.message, x, low, "small", { width = w, color = page.failed and "ember" or "quiet" })
  end
  local chosen = panel.chosen and steps.chain.steps[panel.chosen]
  if chosen then
    local at, typing = labels(chosen.label, x, y, w)
    if typing then
      return
    end
    draw_chosen(x, at, w)
  else
    draw_list(x, y, w, low - theme.gap - y)
  end
  draw_foot(x, y + h - foot, w)
end

return panel
