-- What stands beside the film in the note editor: shapes to begin with, notes that are there, and what the
-- one that is drawn is made of.
local keyboards = require "ui_keyboard"
local lists = require "ui_list"
local notes = require "notes"
local say = require "page_say"
local steps = require "edit_steps"
local steps_panel = require "edit_steps_panel"
local ui = require "ui"
local work = require "edit_note"

local panel = {}
local theme = ui.theme
local page, list, shown, typing

function panel.enter(of)
  page, list, shown, typing = of, nil, {}, nil
end

-- Typing -----------------------------------------------------------------------------------------

-- What is shown beside the film: a chain, a note, or nothing.
local function edited()
  return steps.chain or work.note
end

local function type_label(label, language)
  local of, marked = steps.chain and steps or work, false
  local keys = keyboards.new{ full = true, plain = true, text = label[language] or "", most = 80, done_label = say("edit.done"),
    change = function(said)
      if not marked then
        of.mark()
        marked = true
      end
      label[language] = said ~= "" and said or nil
    end, done = function() typing = nil end }
  typing = { keys = keys, language = language, of = edited() }
end

-- A keyboard that is plugged in, letter by letter.
function panel.key(name)
  local keys = typing and typing.of == edited() and typing.keys
  if not keys then
    return
  elseif name == "Backspace" then
    keys:erase()
  elseif name == "Return" then
    typing = nil
  elseif name == "Space" or utf8.len(name) == 1 then
    keys:type(name == "Space" and " " or name:lower())
  end
end

-- The keyboard lies over the page while a label is written.
function panel.over(canvas)
  if not typing or typing.of ~= edited() or ui.is_open() then
    return
  end
  local x, _, w = ui.page()
  local _, ry, _, rh = ui.reach()
  local high = typing.keys:height(w)
  local top = ry + rh - high - theme.bar - 3 * theme.gap
  canvas:rect(0, top - theme.gap, canvas.width, canvas.height - top + theme.gap, { color = theme.color.ground })
  ui.target("under keys", 0, top - theme.gap, canvas.width, canvas.height - top + theme.gap)
  ui.label(typing.language:upper(), x, top, 2 * theme.body, theme.bar, { color = "quiet" })
  typing.keys:field(x + 3 * theme.body, top, w - 3 * theme.body, theme.bar, say("edit.label"))
  typing.keys:draw(x, ry + rh - high, w)
end

-- Nothing is drawn yet ---------------------------------------------------------------------------

local function new_note(shape)
  local player, about = page.player, page.about
  player:pause()
  work.closed = false
  page.message = nil
  work.begin(shape, { media = about.media, clip = about.clip, capsule = about.capsule, gesture = about.gesture, origin = about.origin },
    player:at(), player.film:duration(), page.is_scaled())
end

local function row(n, x, y, w, h, pressed)
  local note = shown[n]
  if pressed then
    panel.canvas:rect(x, y, w, h, { color = theme.color.lifted })
  end
  panel.canvas:line(x, y + h - 1, x + w, y + h - 1, { color = theme.color.edge, width = theme.line })
  ui.label(text.pick(note.label) or note.id, x, y, w - 4 * theme.body, h)
  ui.label(notes.number(("%.1f"):format(note.at[1]), page.stage.language) .. "\u{202f}s", x + w - 4 * theme.body, y, 4 * theme.body, h, { role = "figures", align = "right", color = "quiet" })
end

local function take(n)
  local note = shown[n]
  work.take(note)
  work.closed, work.changed = true, page.unsaved[note.id] == true
  page.message = nil
  page.player:pause()
  page.player:seek(note.at[1] + 0.5 / page.player:rate())
end

local function draw_choice(x, y, w, h)
  local items = {}
  for n, shape in ipairs(work.shapes) do
    items[n] = { name = "shape " .. shape.name, label = text.pick(shape.label), tap = function() new_note(shape.name) end }
  end
  local _, head = ui.text(say("edit.new"), x, y, "small")
  local at = y + head + theme.gap
  at = at + ui.flow(items, x, at, w) + 2 * theme.gap
  if steps_panel.may_open(page) then
    ui.button("steps", x, at, w, theme.bar, say("edit.steps"), { tap = function()
      page.message = nil
      steps_panel.open(page)
    end })
    at = at + theme.bar + 2 * theme.gap
  end
  shown = page.notes()
  local _, high = ui.text(say("edit.notes", { n = #shown }), x, at, "small")
  at = at + high
  list = list or lists.new{ name = "note row", row = row, tap = take }
  list:draw(x, at, w, y + h - at, #shown, theme.bar)
end

-- The one that is drawn --------------------------------------------------------------------------

local function hint()
  local geometry = work.note.geometry
  if not work.is_whole() then
    return say(page.clip and "edit.pick" or "edit.place")
  elseif work.follows() then
    return say("edit.repick")
  end
  return say(geometry and "edit.drag" or "edit.no_shape")
end

-- Where they end, and whether one is typed.
local function draw_labels(label, x, y, w)
  for _, language in ipairs(page.stage.languages) do
    local said = label[language]
    ui.label(language:upper(), x, y, 2 * theme.body, theme.bar, { color = "quiet", role = "small" })
    ui.button("label " .. language, x + 2 * theme.body, y, w - 2 * theme.body, theme.bar, said or "…",
      { align = "left", dim = typing ~= nil and typing.language ~= language, on = typing and typing.language == language or nil, tap = function() type_label(label, language) end })
    y = y + theme.bar + theme.gap
  end
  return y, typing ~= nil
end

-- "Longueur : 42 cm", or that nothing is measured.
local function measured()
  local note = work.note
  if not note.measure then
    return say("edit.measure_none")
  end
  local t = math.max(note.at[1], math.min(note.at[2], page.player:at()))
  local value = work.is_whole() and page.place() and notes.value(note, t, page.place())
  local kind = say("edit.kind." .. note.measure.kind)
  return value and say("edit.measure", { kind = kind, figure = notes.figure(note, value, page.stage.language) }) or kind
end

local function draw_times(x, y, w)
  local t = page.player:at()
  local geometry = work.note.geometry
  local items = {
    { name = "from", label = say("edit.from"), tap = function() work.span(1, page.player:at()) end },
    { name = "to", label = say("edit.to"), tap = function() work.span(2, page.player:at()) end },
  }
  if geometry and geometry.frames and #geometry.frames > 1 then
    items[#items + 1] = { name = "between", label = say(geometry.between == "hold" and "edit.hold" or "edit.linear"), tap = work.toggle_between }
    if work.key_at(t) then
      items[#items + 1] = { name = "unkey", label = say("edit.unkey"), tap = function() work.remove_key(page.player:at()) end }
    end
  end
  if geometry and #work.measures(geometry.shape, page.is_scaled()) > 0 then
    items[#items + 1] = { name = "measure", label = measured(), tap = function() work.next_measure(page.is_scaled()) end }
  end
  if work.is_open() and work.is_whole() then
    items[#items + 1] = { name = "enough", label = say("edit.enough"), kind = "first", tap = function() work.closed = true end }
  end
  return y + ui.flow(items, x, y, w) + theme.gap
end

local function draw_acts(x, y, w)
  local half = (w - theme.gap) / 2
  ui.button("undo", x, y, half, theme.bar, say("edit.undo"), { dim = not work.can_undo(), tap = work.undo })
  ui.button("redo", x + half + theme.gap, y, half, theme.bar, say("edit.redo"), { dim = not work.can_redo(), tap = work.redo })
  y = y + theme.bar + theme.gap
  local good = work.is_whole() or (work.note.geometry == nil)
  ui.button("save", x, y, half, theme.bar, say("edit.save"), { kind = "first", dim = not (good and work.changed), tap = page.save })
  ui.button("close", x + half + theme.gap, y, half, theme.bar, say("edit.close"), { tap = function()
    page.or_ask(function() work.take(nil) end)
  end })
  y = y + theme.bar + theme.gap
  if work.note.id and page.mine[work.note.id] then
    ui.button("remove", x, y, w, theme.bar, say("edit.remove"), { kind = "quiet", tap = page.remove })
    y = y + theme.bar + theme.gap
  end
  return y
end

function panel.draw(canvas, x, y, w, h)
  panel.canvas = canvas
  typing = typing and typing.of == edited() and typing or nil -- else it was closed while it was named
  if steps.chain then
    steps_panel.draw(canvas, x, y, w, h, draw_labels)
    return
  elseif not work.note then
    draw_choice(x, y, w, h)
    return
  end
  local _, high = ui.text(hint(), x, y, "small", { width = w })
  local at = draw_labels(work.note.label, x, y + high + theme.gap, w)
  if typing then
    return
  end
  at = draw_times(x, at, w)
  at = draw_acts(x, at, w)
  if page.message then
    ui.text(page.message, x, at, "small", { width = w, color = page.failed and "ember" or "quiet" })
  end
end

return panel
