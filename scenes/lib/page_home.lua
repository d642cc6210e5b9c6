-- What leads on from a page: the stations that answer a choice, the page on a visitor's own phone, small
-- pictures of other pages.
local frame = require "page_frame"
local ui = require "ui"

local home = {}
local say, theme = frame.say, ui.theme
local folders = { g = "gestures", w = "works", k = "chains" } -- as repertoire/address.c has them
local bytes = 280 -- of a page in words; a QR code that a phone reads at an arm's length
local pictures = {}

-- The house is told what was chosen here.
function home.choose(id, language)
  show.send("choose", { id = id, language = language })
end

function home.silence()
  pictures = {}
end

-- A picture by its record's id, opened once; nil when there is none.
function home.picture(id)
  local media = id and repertoire.get(id)
  if media and not pictures[id] then
    pictures[id] = picture.open(media.file)
  end
  return media and pictures[id]
end

-- Where to go from here: a station that shows what was chosen, and whose turn it is there. "" where no other
-- station hears it.
function home.next()
  local first
  for _, station in ipairs(show.hearers("choose")) do
    local hold = show.held(station)
    local place = text.pick(show.title(station))
    if hold and hold.place then
      return say(hold.place == 0 and "page.your_turn" or "page.wait", { place = place })
    end
    first = first or say("page.go_on", { place = place })
  end
  return first or ""
end

-- Cut at a word, and not within a letter.
local function shortened(said, most)
  if #said <= most then
    return said
  end
  return said:sub(1, utf8.offset(said, 0, most - 2) - 1):gsub("%s+%S*$", "") .. "…"
end

local function see_also(record)
  for _, link in ipairs(record.links or {}) do
    if link.relation == "see" then
      return link.uri
    end
  end
end

-- What the code says: where the page is to be read (a link of the record, else the address that the
-- installation's strings give), or, without one, the page itself in a few words.
function home.address(record, steps)
  local told = see_also(record)
  if not told then
    local address = say("page.address", { id = record.id:sub(3), kind = folders[record.id:sub(1, 1)] or "" })
    told = address:find("^https?://") and address
  end
  if told and #told <= bytes then
    return told, true
  end
  local lines = { text.pick(record.label or record.title) }
  for n, step in ipairs(steps or {}) do
    lines[#lines + 1] = n .. ". " .. text.pick(step.label)
  end
  if #lines == 1 and record.text then
    lines[2] = text.pick(record.text)
  end
  return shortened(table.concat(lines, "\n"), bytes), false
end

-- Adds the code to the blocks of a column.
function home.add(blocks, record, steps)
  local said, is_address = home.address(record, steps)
  local code, side = path.qr(said)
  local wide = math.max(theme.px(30), 7 * theme.body)
  blocks[#blocks + 1] = { high = wide, gap = 2 * theme.gap, draw = function(canvas, x, y, w)
    local unit = wide / (side + 8)
    canvas:rect(x, y, wide, wide, { color = "#ffffff" })
    canvas:push()
    canvas:translate(x + 4 * unit, y + 4 * unit)
    canvas:scale(unit)
    canvas:fill(code, { color = "#000000" })
    canvas:pop()
    ui.label(say(is_address and "page.take_home" or "page.take_words"), x + wide + 2 * theme.gap, y, w - wide - 2 * theme.gap, wide)
  end }
end

return home
