-- What lies over a page: a dialog, the panel of settings, "are you still there?".
local hands = require "ui_hands"
local parts = require "ui_parts"
local speech = require "speech"
local theme = require "ui_theme"

local dialog = {}
local open      -- what ui.ask was given
local visitor   -- number of the visit at the last draw, 0: nobody

function dialog.forget()
  open, visitor = nil, 0
end

-- Opens a dialog over the page: { title =, text =, buttons = { { name =, label =, tap =, kind = } }, or
-- rows = n, row = function(n, x, y, w, h) for lines of controls }. A button closes it before `tap` is called;
-- so does a touch beside it, unless `stay` is true. Without buttons it has one that closes it.
function dialog.ask(what)
  open = what
  theme.stage:redraw()
end

-- Closes it.
function dialog.close()
  open = nil
  theme.stage:redraw()
end

function dialog.is_open()
  return open ~= nil
end

local function dim(canvas)
  canvas:rect(0, 0, canvas.width, canvas.height, { color = "#000000", opacity = theme.settings.contrast and 1 or 0.94 })
end

local function closing(button)
  return { name = button.name, label = button.label, icon = button.icon, kind = button.kind, least = 6 * theme.body, tap = function(name)
    dialog.close()
    if button.tap then
      button.tap(name)
    end
  end }
end

local function buttons_of(what)
  local items = {}
  for n, button in ipairs(what.buttons or { { name = "close", label = text.say("ui.close"), kind = "first" } }) do
    items[n] = closing(button)
  end
  return items
end

-- Sizes of a dialog. A steady one is as large whatever the text size is: the button that makes texts larger
-- stays under the finger.
local function sizes(what)
  local body = what.steady and 1.25 * theme.base or theme.body
  local row = what.steady and math.max(theme.target, math.ceil(2.3 * body)) or theme.bar
  local pad = math.floor(1.2 * body)
  local _, _, rw = theme.reach()
  return pad, row, math.min(rw, math.max(theme.px(230), 30 * body))
end

-- The rows in one column where they have room, else in two; how many lines.
local function lines_of(what, room, row)
  local rows = what.rows or 0
  local columns = rows * (row + theme.gap) > room and 2 or 1
  return math.ceil(rows / columns), columns
end

local function draw_rows(what, x, y, w, lines, columns, row)
  local wide = (w - (columns - 1) * 2 * theme.gap) / columns
  for n = 1, what.rows or 0 do
    what.row(n, x + (n - 1) // lines * (wide + 2 * theme.gap), y + (n - 1) % lines * (row + theme.gap), wide, row)
  end
end

local function heading(what, w)
  local style = theme.style("heading", { width = w })
  local _, high = text.measure(what.title or "", style)
  return style, what.steady and math.max(high, 1.5 * 1.25 * 1.12 * theme.base) or high
end

-- A touch beside the dialog closes it.
local beside = { ground = true }

function beside:touch(e)
  if e.kind == "up" and not e.cancelled and open and not open.stay then
    dialog.close()
  end
end

local function draw(canvas, what)
  local rx, ry, rw, rh = theme.reach()
  local pad, row, w = sizes(what)
  local title, title_h = heading(what, w - 2 * pad)
  local said = theme.style("body", { width = w - 2 * pad })
  local text_h = what.text and select(2, text.measure(what.text, said)) + pad / 2 or 0
  local items = buttons_of(what)
  local foot = parts.flow(items, 0, 0, w - 2 * pad, "right", true)
  local end_h = what.steady and math.max(foot, math.ceil(2.3 * 1.5 * theme.base)) or foot
  local lines, columns = lines_of(what, rh - title_h - text_h - end_h - 3.5 * pad, row)
  w = columns == 2 and rw or w
  local h = title_h + text_h + lines * (row + theme.gap) + end_h + 3.5 * pad
  local x, y = rx + (rw - w) / 2, ry + math.max(0, (rh - h) / 2)
  dim(canvas)
  hands.target("beside", 0, 0, canvas.width, canvas.height, beside)
  hands.target("dialog", x, y, w, h)
  parts.panel(x, y, w, h, { color = "ground" })
  canvas:text(what.title or "", x + pad, y + pad, title)
  if what.text then
    canvas:text(what.text, x + pad, y + pad + title_h + pad / 2, said)
  end
  draw_rows(what, x + pad, y + 1.5 * pad + title_h + text_h, w - 2 * pad, lines, columns, row)
  parts.flow(items, x + pad, y + h - pad - foot, w - 2 * pad, "right")
end

-- Settings ----------------------------------------------------------------------------------------

local switches = { "contrast", "reach", "captions", "sign", "speech", "calm" }

local function set(key, value)
  visit.set({ [key] = value })
  theme.stage:redraw()
end

local function setting(n, x, y, w, h)
  local now = theme.settings
  if n == 1 then
    local step = now.text
    parts.stepper("text", x, y, w, h, text.say("ui.text"), step .. "\u{2009}/\u{2009}3", function(way)
      set("text", math.max(1, math.min(3, step + way)))
    end, step == 1, step == 3)
    return
  end
  local key = switches[n - 1]
  parts.toggle(key, x, y, w, h, text.say("ui." .. key), now[key], function()
    set(key, not now[key])
  end)
end

-- Opens the panel in which a visitor sets text size, contrast, reach, captions, sign language, speech, calm.
function dialog.ask_settings()
  dialog.ask({ title = text.say("ui.settings"), rows = 1 + #switches, row = setting, titled = "settings", steady = true })
end

-- The button that opens it (or does `tap`), of one finger's size. Its width and height, px.
function dialog.settings_button(x, y, tap)
  local size = math.max(theme.target, theme.bar)
  parts.button("settings", x, y, size, size, nil, { icon = "access", kind = "quiet", said = text.say("ui.settings"), tap = tap or dialog.ask_settings })
  return size, size
end

-- "Are you still there?" --------------------------------------------------------------------------

-- It stays to be seen while a finger is on one of its buttons: any touch says that somebody is there.
local function asking(now)
  return now.phase == "asking" or hands.held("visit more") or hands.held("visit done")
end

local function more()
  visit.more()
end

local function done()
  visit.done()
end

local function draw_asking(canvas, now)
  local left = math.max(0, math.ceil(now.left or 0))
  dim(canvas)
  hands.target("beside", 0, 0, canvas.width, canvas.height) -- any touch is heard by the visit
  local rx, ry, rw, rh = theme.reach()
  local pad = math.floor(1.2 * theme.body)
  local w = math.min(rw - 2 * pad, math.max(theme.px(230), 28 * theme.body))
  local x = rx + (rw - w) / 2
  local title = theme.style("title", { width = w, align = "center" })
  local said = theme.style("lead", { width = w, align = "center" })
  local line = now.phase == "asking" and text.say("ui.more_text", { n = left }) or " "
  speech.over("asking", text.say("ui.more_title") .. "\n" .. line)
  local _, title_h = text.measure(text.say("ui.more_title"), title)
  local _, line_h = text.measure(line, said)
  local bar = math.floor(1.2 * theme.bar)
  local high = title_h + line_h + bar + 2.5 * pad
  local y = ry + math.max(pad, (rh - high) / 2)
  parts.panel(x - pad, y - pad, w + 2 * pad, high + 2 * pad, { color = "ground" })
  canvas:text(text.say("ui.more_title"), x, y, title)
  canvas:text(line, x, y + title_h + pad, said)
  local wide, low = (w - 2 * theme.gap) / 2, y + title_h + line_h + 2.5 * pad
  parts.button("visit done", x, low, wide, bar, text.say("ui.done"), { tap = done })
  parts.button("visit more", x + wide + 2 * theme.gap, low, wide, bar, text.say("ui.more"), { tap = more, kind = "first", on = true })
end

-- Called by ui.begin: what lies under a dialog cannot be touched; what a visitor opened goes with them.
function dialog.begin()
  local now = visit.state()
  if visitor ~= 0 and now.number == 0 then
    open = nil
    hands.release()
  end
  visitor = now.number or 0
  hands.block(open ~= nil or asking(now))
end

-- Called by ui.finish.
function dialog.finish(canvas)
  hands.block(false)
  local now = visit.state()
  local asked = asking(now)
  if open and not asked then
    if open.titled then
      open.title = text.say("ui." .. open.titled) -- the language may have changed
    end
    draw(canvas, open)
    speech.over(open, (open.title or "") .. ".\n" .. (open.text or ""))
  elseif asked then
    draw_asking(canvas, now)
  else
    speech.over(nil)
  end
end

return dialog
