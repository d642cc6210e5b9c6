-- How what visitors touch looks and how large it is: colours, type, millimetres, by what this visitor has
-- set (visit.settings). `ui.begin` reads it anew in each frame; all else of the library asks here.
local theme = {
  settings = {},  -- visit.settings()
  version = 0,    -- grows when sizes, colours or the language changed: what was laid out is laid out anew
  body = 22,      -- px of running text
  calm = false,   -- nothing moves by itself
}

local warm = {
  ground = "#14110f", -- of a station
  lifted = "#1f1a17", -- a place that may be touched
  sunk = "#0c0a09",   -- a place that holds something: a film, a field to type into
  light = "#f4ead8",  -- texts
  quiet = "#a9b8c2",  -- texts beside them: steel, bright enough to be read small
  steel = "#8fa3b0",  -- lines, scales
  edge = "#4b4f51",   -- around what may be touched
  dim = "#565a5c",    -- what does nothing now
  ember = "#ff7a1a",  -- what is chosen, what is being touched
  line = 1,           -- px of an edge, in 1/800 of the canvas' short side
}

-- 7:1 at least between any text and what lies under it.
local stark = {
  ground = "#000000", lifted = "#000000", sunk = "#000000", light = "#ffffff", quiet = "#ffffff",
  steel = "#ffffff", edge = "#ffffff", dim = "#767676", ember = "#ff8c3a", line = 2,
}

local larger = { body = { 1, 1.25, 1.5 }, title = { 1, 1.12, 1.25 } }

-- Roles: the font, the size in body sizes, what else.
local roles = {
  title = { font = "title", scale = "title", size = 2.2, line_height = 1.08 },
  heading = { font = "title", scale = "title", size = 1.5, line_height = 1.12 },
  lead = { font = "text", scale = "body", size = 1.15, line_height = 1.4 },
  body = { font = "text", scale = "body", size = 1, line_height = 1.42 },
  button = { font = "text", scale = "body", size = 1, line_height = 1.2, weight = 500 },
  small = { font = "text", scale = "body", size = 0.86, line_height = 1.3, color = "quiet" },
  figures = { font = "figures", scale = "body", size = 0.86, line_height = 1.2, color = "quiet" },
}

local styles, kept = {}, {}

local laid = {} -- what the sizes and colours were worked out for

local function changed(stage, now)
  return theme.stage ~= stage or theme.language ~= stage.language or now.text ~= laid.text or
    now.contrast ~= laid.contrast or now.reach ~= laid.reach
end

-- Sizes of the canvas: 20 mm of a finger, 16 pt of the smallest text. Where no output says how large its
-- px are, the short side of a canvas is taken to be 300 mm.
local function measure(stage)
  local short = math.min(stage.width, stage.height)
  theme.mm = stage.mm_per_px or 300 / short
  local step = theme.settings.text
  theme.base = math.max(5.65 / 0.86 / theme.mm, short / 38)
  theme.body = math.floor(theme.base * larger.body[step] + 0.5)
  theme.line = math.max(1, short / 800) * theme.color.line
  theme.margin = math.floor(short / 20)
  theme.gap = math.max(math.ceil(short / 100), math.ceil(3 / theme.mm))
  theme.target = math.ceil(20.4 / theme.mm)
  theme.bar = math.max(theme.target, math.ceil(2.3 * theme.body)) -- height of a button of one line
end

-- Takes over what holds now. Called by ui.enter and ui.begin.
function theme.read(stage)
  local now = visit.settings()
  if changed(stage, now) then
    theme.stage, theme.language = stage, stage.language
    theme.settings = now
    laid.text, laid.contrast, laid.reach = now.text, now.contrast, now.reach
    theme.color = now.contrast and stark or warm
    styles, kept = {}, {}
    theme.version = theme.version + 1
    measure(stage)
  end
  theme.settings, theme.calm = now, now.calm
end

-- Millimetres on the glass as canvas px.
function theme.px(mm)
  return mm / theme.mm
end

local function style_of(role, more)
  local r = roles[role] or error('no role "' .. tostring(role) .. '" (title, heading, lead, body, button, small, figures)', 3)
  local style = { font = r.font, size = math.floor(theme.base * r.size * larger[r.scale][theme.settings.text] + 0.5),
    line_height = r.line_height, weight = r.weight, color = theme.color[r.color or "light"] }
  for key, value in pairs(more or {}) do
    style[key] = key == "color" and theme.color[value] or value
  end
  return style
end

-- The style of a role ("title", "heading", "lead", "body", "button", "small", "figures") for canvas:text,
-- with `more` over it; a colour may be one of the theme ("ember"). Without `more` it is the same table each
-- time: not to be written into.
function theme.style(role, more)
  if more then
    return style_of(role, more)
  end
  local style = styles[role]
  if not style then
    style = style_of(role)
    styles[role] = style
  end
  return style
end

-- What `make(...)` gives, made once and kept under `key` until the text size, contrast, reach, language
-- or canvas changes: for styles and layouts of rows that are drawn in every frame.
function theme.keep(key, make, ...)
  local value = kept[key]
  if value == nil then
    value = make(...)
    kept[key] = value
  end
  return value
end

-- The part of the canvas that pages are laid out in: x, y, w, h px.
function theme.page()
  local m = theme.margin
  return m, m, theme.stage.width - 2 * m, theme.stage.height - 2 * m
end

-- The part of it where controls may lie: in reach mode what a hand reaches from a wheelchair (380 to
-- 1220 mm over the floor), else all of the page. x, y, w, h px.
function theme.reach()
  local x, y, w, h = theme.page()
  local top, bottom = theme.stage.reach_top, theme.stage.reach_bottom
  if theme.settings.reach and top and bottom and bottom - top > 0 then
    local low = math.min(y + h, bottom - theme.gap)
    y = math.max(y, top + theme.gap)
    h = math.max(theme.bar, low - y)
  end
  return x, y, w, h
end

return theme
