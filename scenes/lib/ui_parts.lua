-- What pages are made of: texts, panels, buttons, tabs, switches, the language bar.
local hands = require "ui_hands"
local icon = require "ui_icon"
local speech = require "speech"
local theme = require "ui_theme"

local parts = {}
local none = {}

-- Texts -------------------------------------------------------------------------------------------

-- Writes `said` in a role of the theme, `more` over it. How large it was: w, h px.
function parts.text(said, x, y, role, more)
  return hands.canvas:text(said, x, y, theme.style(role, more))
end

-- How large it would be: w, h px, lines.
function parts.measure(said, role, more)
  return text.measure(said, theme.style(role, more))
end

-- `style`, narrowed so that `said` has as many lines as before, but lines of about the same length: no short word
-- ends a line of its own. For titles; keep it.
function parts.balanced(said, style)
  local even = {}
  for key, value in pairs(style) do
    even[key] = value
  end
  local _, _, lines = text.measure(said, style)
  even.width = nil
  local low, wide = 1, style.width
  for word in said:gmatch("%S+") do
    low = math.max(low, math.ceil((text.measure(word, even))))
  end
  while lines > 1 and wide - low > 2 do
    even.width = (low + wide) / 2
    if select(3, text.measure(said, even)) == lines then
      wide = even.width
    else
      low = even.width
    end
  end
  even.width = math.max(1, math.ceil(wide))
  return even
end

-- Styles are read when a call is made, so one table serves all calls.
local fill, edge, butt, round = {}, {}, { cap = "butt" }, {}

-- A box with round corners and an edge, in colours as they are; `radius` px, or as all boxes have it.
local function box(x, y, w, h, color, edge_color, width, radius)
  radius = radius or 4 * theme.line
  fill.color, fill.radius = color, radius
  edge.color, edge.radius, edge.stroke = edge_color, radius, width
  hands.canvas:rect(x, y, w, h, fill)
  hands.canvas:rect(x, y, w, h, edge)
end

parts.box = box

-- A line with straight ends, or with round ones; in a colour as it is.
local function line(x1, y1, x2, y2, color, width, round_ends)
  local style = round_ends and round or butt
  style.color, style.width = color, width
  hands.canvas:line(x1, y1, x2, y2, style)
end

parts.line = line

-- A place that stands out from the ground; { color =, edge = } of the theme or "#rrggbb".
function parts.panel(x, y, w, h, more)
  local c, look = theme.color, more or none
  fill.opacity = look.opacity
  box(x, y, w, h, c[look.color] or look.color or c.lifted, c[look.edge] or look.edge or c.edge, look.width or theme.line, look.radius)
  fill.opacity = nil
end

-- Buttons -----------------------------------------------------------------------------------------

local function fits(said, style, h)
  local _, high, lines = text.measure(said, style)
  if high > h or (lines > 1 and not said:find("%s")) then
    return nil
  end
  for word in said:gmatch("%S+") do
    if text.measure(word, { font = style.font, size = style.size, weight = style.weight }) > style.width then
      return nil
    end
  end
  return high
end

-- A style in which `said` stands whole within w × h px: smaller than the role where it must, down to 0.6 of it.
local function fit(said, w, h, role)
  local full = theme.style(role or "button")
  local shrink = 1
  while true do
    local style = { font = full.font, size = full.size * shrink, weight = full.weight, line_height = full.line_height, width = math.max(1, w) }
    local high = fits(said, style, h)
    if high or shrink < 0.62 then
      return { style = style, high = high or h, w = w, h = h }
    end
    shrink = shrink - 0.06
  end
end

local function no_labels()
  return { size = 0 }
end

-- The same, kept while it is asked for with the same box: { style, high } of a label that stands in w × h px.
function parts.fitted(said, w, h, role)
  local labels = theme.keep("labels", no_labels)
  local of_role = labels[role or "button"]
  if not of_role or labels.size > 1024 then
    of_role, labels.size = {}, 0
    labels[role or "button"] = of_role
  end
  local found = of_role[said]
  if not found or found.w ~= w or found.h ~= h then
    found = fit(said, w, h, role)
    of_role[said] = found
    labels.size = labels.size + 1
  end
  return found
end

-- The same as `label`, for what is drawn often: a colour as it is, no table.
local function label(said, x, y, w, h, color, align, role)
  local found = parts.fitted(said, w, h, role)
  found.style.color, found.style.align = color, align
  hands.canvas:text(said, x, y + (h - found.high) / 2, found.style)
end

parts.put = label

-- A label laid whole within a box, smaller where it must; { color =, align =, role = }.
function parts.label(said, x, y, w, h, more)
  more = more or none
  label(said, x, y, w, h, theme.color[more.color] or more.color or theme.color.light, more.align or "left", more.role)
end

local function padding(more, w)
  return math.floor(math.min((more.kind == "quiet" and 0.35 or 0.7) * theme.body, w and 0.14 * w or math.huge))
end

-- How wide `said` is on one line, px; measured once.
local function width_of(said, role)
  local widths = theme.keep("widths", no_labels)
  local of_role = widths[role]
  if not of_role or widths.size > 1024 then
    of_role, widths.size = {}, 0
    widths[role] = of_role
  end
  local wide = of_role[said]
  if not wide then
    wide = math.ceil(text.measure(said, theme.style(role)))
    of_role[said], widths.size = wide, widths.size + 1
  end
  return wide
end

-- How large a button wants to be, so that its label stands on one line and a finger finds it: w, h px.
function parts.button_size(said, more)
  more = more or none
  local w = 2 * padding(more)
  if said and said ~= "" then
    w = w + width_of(said, more.role or "button") + 2
  end
  if more.icon then
    w = w + theme.body + (said and said ~= "" and 0.5 * theme.body or 0)
  end
  return math.max(theme.target, more.least or 0, math.ceil(w)), theme.bar
end

local function ground(x, y, w, h, pressed, more)
  local c, stark = theme.color, theme.settings.contrast
  if more.kind ~= "quiet" or (pressed and stark) then
    box(x, y, w, h, pressed and (stark and c.light or c.edge) or c.lifted,
      more.dim and c.dim or (more.on or more.kind == "first" or pressed) and c.ember or c.edge,
      (more.on or pressed) and 2 * theme.line or theme.line)
  elseif more.on then
    line(x + padding(more), y + h - theme.gap, x + w - padding(more), y + h - theme.gap, c.ember, 2 * theme.line, true)
  end
end

-- A button. `more`: a function, or { tap = function(name), icon = a sign, kind = "first" (what most will do)
-- or "quiet" (without an edge), on = it is chosen, align = "left", role =, dim = it does nothing now, said = what
-- is spoken of it, where it bears no words, else the name of its sign }.
function parts.button(name, x, y, w, h, said, more)
  more = type(more) == "function" and { tap = more } or more or none
  local c = theme.color
  local pressed = hands.pressed(name)
  if more.tap and not more.dim then
    hands.target(name, x, y, w, h, more.tap)
    if pressed then
      speech.touched(name, more.said or said ~= "" and said or more.icon and text.say("ui.sign." .. more.icon) or "")
    end
  end
  ground(x, y, w, h, pressed, more)
  local color = pressed and (theme.settings.contrast and c.ground or c.ember) or more.dim and c.dim or c.light
  local pad, wide = padding(more, w), 0
  if more.icon then
    wide = said and said ~= "" and 1.5 * theme.body or 0
    local half = wide > 0 and 0.42 * theme.body or 0.28 * math.min(w, h, 2.4 * theme.body)
    icon(hands.canvas, more.icon, wide > 0 and x + pad + half or x + w / 2, y + h / 2, half, more.icon_color or color, 2 * theme.line)
  end
  if said and said ~= "" then
    label(said, x + pad + wide, y + 2, w - 2 * pad - wide, h - 4, color, more.align or (wide > 0 and "left" or "center"), more.role)
  end
end

-- Buttons side by side, on as many lines as w px ask for: { { name =, label =, tap =, icon =, on =, kind = } }.
-- How high they are, px; with `measure` nothing is drawn. `align` "right" begins at the right edge.
function parts.flow(items, x, y, w, align, measure)
  local at, line, first = 0, 0, 1
  local sizes = {}
  local function lay(last)
    local px = x + (align == "right" and w - (at - theme.gap) or align == "center" and (w - at + theme.gap) / 2 or 0)
    for n = first, last do
      local item = items[n]
      if not measure then
        parts.button(item.name, px, y + line * (theme.bar + theme.gap), sizes[n], theme.bar, item.label, item)
      end
      px = px + sizes[n] + theme.gap
    end
    line, at, first = line + 1, 0, last + 1
  end
  for n, item in ipairs(items) do
    sizes[n] = math.min(w, (parts.button_size(item.label, item)))
    if at > 0 and at + sizes[n] > w then
      lay(n - 1)
    end
    at = at + sizes[n] + theme.gap
  end
  if #items >= first then
    lay(#items)
  end
  return math.max(0, line * (theme.bar + theme.gap) - theme.gap)
end

-- Tabs --------------------------------------------------------------------------------------------

-- Where tabs end on one line of w px: all as wide, or each as its label wants; nil where they have no room.
local function tab_edges(items, w)
  local widths, sum, widest = {}, 0, theme.target
  for n, item in ipairs(items) do
    widths[n] = math.max(theme.target, width_of(item.label, "button") + 2 * theme.gap)
    sum, widest = sum + widths[n], math.max(widest, widths[n])
  end
  local even = widest * #items <= w
  if not even and sum > w then
    return nil
  end
  local at, edges = 0, {}
  for n, wide in ipairs(widths) do
    at = at + (even and w / #items or wide + (w - sum) / #items)
    edges[n] = at
  end
  return edges
end

local function tab(item, x, y, w, on, choose)
  local c, pressed = theme.color, hands.pressed(item.name)
  hands.target(item.name, x, y, w, theme.bar, choose)
  if pressed then
    speech.touched(item.name, item.label)
  end
  label(item.label, x + theme.gap, y, w - 2 * theme.gap, theme.bar - 4 * theme.line, (on or pressed) and c.light or c.quiet, "center")
  local low = y + theme.bar - 1.5 * theme.line
  line(x, low, x + w, low, c.edge, theme.line)
  if on or pressed then
    line(x, low, x + w, low, c.ember, 3 * theme.line)
  end
end

-- Tabs over a width, on one line where their labels have room, else on as few as are needed: { { name =, label = } };
-- `chosen` is a name, `choose(name)` is called. How high they are, px; with `measure` nothing is drawn.
function parts.tabs(items, x, y, w, chosen, choose, measure)
  local edges, lines, per_line = tab_edges(items, w), 1, #items
  if not edges then
    local widest = theme.target
    for _, item in ipairs(items) do
      widest = math.max(widest, (parts.button_size(item.label)))
    end
    lines = math.ceil(#items / math.max(1, math.min(#items, w // math.min(w, widest))))
    per_line = math.ceil(#items / lines)
  end
  local at = 0
  for n, item in ipairs(measure and none or items) do
    local column = (n - 1) % per_line
    at = column == 0 and 0 or at
    local till = edges and edges[n] or (column + 1) * w / per_line
    tab(item, x + at, y + (n - 1) // per_line * theme.bar, till - at, item.name == chosen, choose)
    at = till
  end
  return lines * theme.bar
end

-- Settings ----------------------------------------------------------------------------------------

-- A switch behind its label; `tap(name)` turns it. Its state is said in words, place and colour.
function parts.toggle(name, x, y, w, h, said, is, tap)
  local canvas, c = hands.canvas, theme.color
  local pressed = hands.pressed(name)
  hands.target(name, x, y, w, h, tap)
  if pressed then
    speech.touched(name, said .. ". " .. text.say(is and "ui.yes" or "ui.no"))
  end
  local high, wide = 1.1 * theme.body, 2.1 * theme.body
  local px, py = x + w - wide - theme.gap, y + (h - high) / 2
  local state = 2.2 * theme.body
  label(said, x + theme.gap, y + 2, w - wide - state - theme.body - 2 * theme.gap, h - 4, pressed and c.ember or c.light, "left")
  label(text.say(is and "ui.yes" or "ui.no"), px - state - 0.5 * theme.body, y + 2, state, h - 4, is and c.light or c.quiet, "right")
  canvas:rect(px, py, wide, high, { color = is and c.ember or c.sunk, radius = high / 2 })
  canvas:rect(px, py, wide, high, { color = is and c.ember or c.steel, radius = high / 2, stroke = 1.5 * theme.line })
  canvas:circle(is and px + wide - high / 2 or px + high / 2, y + h / 2, 0.36 * high, { color = is and c.ground or c.light })
end

-- A number behind its label with a button for less and one for more; `set(way)` is called with -1 or 1.
function parts.stepper(name, x, y, w, h, said, value, set, at_least, at_most)
  local size, now = math.max(theme.target, h), said .. ". " .. value
  local px = x + w - 2 * size - 3 * theme.body
  label(said, x + theme.gap, y + 2, px - x - 2 * theme.gap, h - 4, theme.color.light, "left")
  parts.button(name .. " less", px, y, size, h, nil, { icon = "minus", said = now, dim = at_least, tap = function() set(-1) end })
  label(value, px + size, y + 2, 3 * theme.body, h - 4, theme.color.light, "center")
  parts.button(name .. " more", x + w - size, y, size, h, nil, { icon = "plus", said = now, dim = at_most, tap = function() set(1) end })
end

-- Languages ---------------------------------------------------------------------------------------

local names = { fr = "Français", it = "Italiano", en = "English", de = "Deutsch", es = "Español", nl = "Nederlands",
  pt = "Português", pl = "Polski", ar = "العربية", he = "עברית", ja = "日本語", zh = "中文", ko = "한국어", br = "Brezhoneg", oc = "Occitan" }

-- The name of a language in itself.
function parts.language_name(code)
  return names[code] or code:upper()
end

local function language_items(short)
  local items, stage = {}, theme.stage
  for n, code in ipairs(stage.languages) do
    items[n] = { name = "language " .. code, label = short and code:upper() or parts.language_name(code), said = parts.language_name(code), kind = "quiet", on = code == stage.language,
      tap = function() stage:set_language(code) end }
  end
  return items
end

-- The language bar, laid like `flow`; `short`: "FR" instead of "Français". How high it is, px.
function parts.languages(x, y, w, align, short, measure)
  local items = theme.keep(short and "short languages" or "languages", language_items, short)
  return parts.flow(items, x, y, w, align, measure)
end

-- Draws a sign ("back", "close", "play" …) around x, y; `half` px is half its side.
function parts.icon(name, x, y, half, color)
  icon(hands.canvas, name, x, y, half, theme.color[color] or color or theme.color.light, 2 * theme.line)
end

return parts
