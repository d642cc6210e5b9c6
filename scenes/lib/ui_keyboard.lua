-- A keyboard on the glass: AZERTY for French, QWERTY for others. A key types when it is touched, so any
-- number of fingers may type at once; held it offers accents, to be slid to; erase repeats.
--
--   local keyboards = require "ui_keyboard"
--   scene.keys = keyboards.new{ change = function(words) scene.words = words end }
--   scene.keys:field(x, y, w, ui.theme.bar, "Chercher un geste")     -- what was typed; in draw
--   scene.keys:draw(x, y + 80, w)
local hands = require "ui_hands"
local icon = require "ui_icon"
local parts = require "ui_parts"
local speech = require "speech"
local theme = require "ui_theme"

local Keyboard = {}
Keyboard.__index = Keyboard

local keyboards = {}
local hold_s, repeat_s = 0.5, 0.09
local longest = 120 -- letters of a text, unless the keyboard says otherwise

local letters = {
  azerty = { { "a", "z", "e", "r", "t", "y", "u", "i", "o", "p" }, { "q", "s", "d", "f", "g", "h", "j", "k", "l", "m" },
    { "w", "x", "c", "v", "b", "n", "’", "-" } },
  qwerty = { { "q", "w", "e", "r", "t", "y", "u", "i", "o", "p" }, { "a", "s", "d", "f", "g", "h", "j", "k", "l", "’" },
    { "z", "x", "c", "v", "b", "n", "m", "-" } },
}
local signs = { { "1", "2", "3", "4", "5", "6", "7", "8", "9", "0" }, { ".", ",", ":", ";", "!", "?", "(", ")", "«", "»" },
  { "/", "+", "=", "×", "°", "%", "’", "-" } }
local accents = { a = { "à", "â", "ä", "á", "æ" }, c = { "ç" }, e = { "é", "è", "ê", "ë" }, i = { "î", "ï", "ì", "í" }, n = { "ñ" },
  o = { "ô", "ö", "ò", "ó", "œ" }, u = { "ù", "û", "ü", "ú" }, y = { "ÿ" } }
local capitals = { ["à"] = "À", ["â"] = "Â", ["ä"] = "Ä", ["á"] = "Á", ["æ"] = "Æ", ["ç"] = "Ç", ["é"] = "É", ["è"] = "È", ["ê"] = "Ê",
  ["ë"] = "Ë", ["î"] = "Î", ["ï"] = "Ï", ["ì"] = "Ì", ["í"] = "Í", ["ñ"] = "Ñ", ["ô"] = "Ô", ["ö"] = "Ö", ["ò"] = "Ò", ["ó"] = "Ó",
  ["œ"] = "Œ", ["ù"] = "Ù", ["û"] = "Û", ["ü"] = "Ü", ["ú"] = "Ú", ["ÿ"] = "Ÿ" }

-- `what`, all optional: { text = what stands there, change = function(text), done = function(text) with
-- done_label = on its key, full = with capitals, digits and signs, plain = its line is none of a search, most = letters
-- at most (120) }.
function keyboards.new(what)
  what = what or {}
  return setmetatable({ text = what.text or "", change = what.change, done = what.done, done_label = what.done_label, full = what.full,
    plain = what.plain, most = what.most or longest, fingers = {} }, Keyboard)
end

-- Typing ------------------------------------------------------------------------------------------

function Keyboard:set(said)
  self.text = said
  if self.change then
    self.change(said)
  end
end

local function held(self, key)
  for _, f in pairs(self.fingers) do
    if f.key == key then
      return f
    end
  end
end

local function large(self)
  return self.once or held(self, "shift")
end

local function cased(self, letter)
  return large(self) and (capitals[letter] or letter:upper()) or letter
end

-- One more letter, as far as there is room for it; for keyboards that are plugged in, too. Did it find room?
function Keyboard:type(letter)
  if utf8.len(self.text) >= self.most then
    return false
  end
  self:set(self.text .. letter)
  return true
end

-- Takes the last letter away.
function Keyboard:erase()
  if self.text ~= "" then
    self:set(self.text:sub(1, utf8.offset(self.text, -1) - 1))
  end
end

local function insert(self, f, letter)
  local place, typed = #self.text + 1, cased(self, letter)
  if not self:type(typed) then
    return
  end
  f.place, f.typed = place, typed
  self.once = false
  local shift = held(self, "shift")
  if shift then
    shift.used = true
  end
end

-- The letter that a finger typed becomes its accented sister, if it still stands there.
local function replace(self, f, letter)
  local last = f.place + #f.typed - 1
  if self.text:sub(f.place, last) == f.typed then
    letter = f.typed:upper() == f.typed and f.typed:lower() ~= f.typed and (capitals[letter] or letter) or letter
    self:set(self.text:sub(1, f.place - 1) .. letter .. self.text:sub(last + 1))
    f.typed = letter
  end
end

local acts = {
  erase = Keyboard.erase,
  shift = function(self) self.once = not self.once end,
  layer = function(self) self.signs = not self.signs end,
  done = function(self)
    if self.done then
      self.done(self.text)
    end
  end,
}

local function press(self, f)
  local key = f.key
  if key == "space" then
    insert(self, f, " ")
  elseif key ~= "done" and acts[key] then
    acts[key](self)
  elseif key ~= "done" then
    insert(self, f, key)
  end
end

-- Which accent lies under a finger that slides: beside the key, one key width each.
local function slid(f)
  local n = math.floor((f.x - f.row_x) / f.wide) + 1
  return f.choices[math.max(1, math.min(#f.choices, n))]
end

function Keyboard:touch(e, f)
  if e.kind == "down" then
    f.key = f.name:match("^key (.+)$")
    f.since, f.repeated = e.time, 0
    self.fingers[f.id] = f
    press(self, f)
    theme.stage:redraw(hold_s)
  elseif f and e.kind == "up" then
    self.fingers[f.id] = nil
    if f.key == "shift" and f.used then
      self.once = false
    elseif f.key == "done" and not e.cancelled and hands.over(f) then
      acts.done(self)
    elseif f.choices and f.y < f.box[2] + f.box[4] and not e.cancelled and f.chose then
      replace(self, f, slid(f))
    end
  elseif f and e.kind == "move" and f.choices then
    f.chose = f.chose or not hands.over(f) or f.y < f.box[2]
  end
end

-- What holding a key does, in each frame: erase repeats, letters open their accents.
function Keyboard:during(f, now)
  local long = now - f.since - hold_s
  if f.key == "erase" then
    local due = long < 0 and 0 or math.floor(long / repeat_s) + 1
    while f.repeated < math.min(due, 400) do
      f.repeated = f.repeated + 1
      self:erase()
    end
    theme.stage:redraw(math.max(0.01, (long < 0 and -long or repeat_s - long % repeat_s)))
  elseif long >= -1e-6 and f.typed and accents[f.key] and not f.choices then
    f.choices = accents[f.key]
    f.wide = f.box[3]
    local wide = #f.choices * f.wide
    f.row_x = math.max(self.x, math.min(self.x + self.w - wide, f.box[1] + f.box[3] / 2 - f.wide / 2))
  end
end

-- Drawing -----------------------------------------------------------------------------------------

local function layout()
  return theme.language == "fr" and letters.azerty or letters.qwerty
end

-- Rows of keys: a key, or { key, how many keys wide }.
local function rows_of(self)
  local base = self.signs and signs or layout()
  local third = { table.unpack(base[3]) }
  if self.full and not self.signs then
    table.insert(third, 1, "shift")
    third[#third] = nil -- the hyphen stands among the signs
  end
  third[#third + 1] = { "erase", 10 - #third }
  local foot = self.full and { { "layer", 2 } } or {}
  foot[#foot + 1] = { "space", (self.full and 8 or 10) - (self.done and 3 or 0) }
  if self.done then
    foot[#foot + 1] = { "done", 3 }
  end
  return { base[1], base[2], third, foot }
end

-- The same, worked out once: { key =, name = of its control, span = in keys }.
local function kept_rows(self)
  local key = theme.version * 2 + (self.signs and 1 or 0)
  if self.rows_key ~= key then
    self.rows_key, self.rows = key, {}
    for r, row in ipairs(rows_of(self)) do
      self.rows[r] = {}
      for n, said in ipairs(row) do
        local letter = type(said) == "table" and said[1] or said
        self.rows[r][n] = { key = letter, name = "key " .. letter, span = type(said) == "table" and said[2] or 1,
          capital = capitals[letter] or letter:upper() }
      end
    end
  end
  return self.rows
end

-- What is spoken of a key: its letter, or what it does.
local function said_of(self, key)
  if key == "done" then
    return self.done_label or text.say("ui.close")
  elseif key == "space" or acts[key] then
    return text.say(key == "space" and "ui.space" or key == "layer" and "ui.layer" or "ui.sign." .. key)
  end
  return key
end

local function paint(self, k, x, y, w, h, capital)
  local canvas, c, key = hands.canvas, theme.color, k.key
  local on = hands.held(k.name)
  if on then
    speech.touched(k.name, said_of(self, key))
  end
  local stark = theme.settings.contrast
  parts.box(x, y, w, h, on and (stark and c.light or c.edge) or c.lifted, on and c.ember or c.edge, theme.line)
  local color = on and stark and c.ground or c.light
  if key == "erase" then
    icon(canvas, "erase", x + w / 2, y + h / 2, 0.45 * theme.body, color, 2 * theme.line)
  elseif key == "shift" then
    icon(canvas, "shift", x + w / 2, y + h / 2, 0.45 * theme.body, capital and c.ember or color, 2 * theme.line)
  elseif key == "space" then
    parts.line(x + 0.3 * w, y + 0.62 * h, x + 0.7 * w, y + 0.62 * h, c.quiet, 2 * theme.line, true)
  elseif key == "done" then
    parts.put(self.done_label or text.say("ui.close"), x + 4, y, w - 8, h, color, "center")
  elseif key == "layer" then
    parts.put(self.signs and "abc" or "123", x + 4, y, w - 8, h, color, "center")
  else
    parts.put(capital and k.capital or key, x + 4, y, w - 8, h, color, "center", "lead")
  end
end

-- Accents above a key that is held; the one that lifting would choose is lit.
local function offer(f)
  local c = theme.color
  local y, h = f.box[2] - f.box[4], f.box[4]
  parts.box(f.row_x, y, #f.choices * f.wide, h, c.sunk, c.ember, theme.line)
  local chosen = f.chose and slid(f)
  for n, letter in ipairs(f.choices) do
    parts.label(letter, f.row_x + (n - 1) * f.wide, y, f.wide, h, { color = letter == chosen and c.ember or c.light, align = "center", role = "lead" })
  end
end

local function key_size(w)
  return math.min(w / 10, math.max(theme.target, theme.px(27))), math.max(theme.target, math.ceil(1.9 * theme.body))
end

-- How high it is, px.
function Keyboard:height(w)
  local _, h = key_size(w)
  return 4 * h
end

local function paint_keys(self, rows, capital, x, y, wide, high)
  local inset = math.max(2, theme.px(0.8))
  for n, row in ipairs(rows) do
    local at, top = x, y + (n - 1) * high
    for i = 1, #row do
      local k = row[i]
      local span = k.span * wide
      hands.target(k.name, at, top, span, high, self)
      paint(self, k, at + inset, top + inset, span - 2 * inset, high - 2 * inset, capital)
      at = at + span
    end
  end
end

-- Draws it within w px, in the middle. How high it is, px.
function Keyboard:draw(x, y, w)
  local wide, high = key_size(w)
  x, w = x + (w - 10 * wide) / 2, 10 * wide
  self.x, self.w = x, w
  hands.keep("keys", paint_keys, self, kept_rows(self), large(self), x, y, wide, high)
  for _, f in pairs(self.fingers) do
    if f.choices then
      offer(f)
    end
  end
  return 4 * high
end

-- The line that shows what was typed, its end when it is long; `hint` while it is empty. A touch on the cross
-- empties it.
function Keyboard:field(x, y, w, h, hint)
  local canvas, c = hands.canvas, theme.color
  parts.panel(x, y, w, h, { color = "sunk" })
  local pad = math.floor(0.6 * theme.body)
  local left, right = x + pad, x + w - h
  if not self.plain then
    icon(canvas, "search", x + pad + 0.4 * theme.body, y + h / 2, 0.4 * theme.body, c.quiet, 2 * theme.line)
    left = left + pad + 0.8 * theme.body
  end
  local style = theme.style("lead")
  if self.text == "" then
    parts.label(hint or "", left + theme.gap, y, right - left - theme.gap, h, { color = "quiet", role = "lead" })
    parts.line(left - 3, y + 0.22 * h, left - 3, y + 0.78 * h, c.ember, 2 * theme.line, true)
    return
  end
  local wide, high = text.measure(self.text, style)
  local shift = math.max(0, wide - (right - left - pad))
  canvas:push()
  canvas:clip(left, y, right - left, h)
  canvas:text(self.text, left - shift, y + (h - high) / 2, style)
  canvas:pop()
  local caret = left - shift + wide + 3
  parts.line(caret, y + 0.22 * h, caret, y + 0.78 * h, c.ember, 2 * theme.line, true)
  parts.button("key clear", x + w - h, y, h, h, nil, { icon = "close", kind = "quiet", tap = function() self:set("") end })
end

return keyboards
