-- The note editor: a film or a movement, the notes that lie on it, what they are made of. Opened by staff over a page
-- (engine/editing.c), which it goes back to.
local body = require "edit_body"
local edit = require "edit_panel"
local films = require "edit_films"
local hand = require "edit_hand"
local notes = require "notes"
local players = require "ui_player"
local reel = require "edit_reel"
local say = require "page_say"
local steps = require "edit_steps"
local steps_panel = require "edit_steps_panel"
local ui = require "ui"
local work = require "edit_note"

local page = {}
local theme = ui.theme

function page.show(about, t)
  page.about = about
  page.record = about and repertoire.get(about.id)
  page.clip = nil
  work.take(nil)
  steps.drop()
  page.player = nil
  if page.record then
    local shot = about.clip and reel.open(page.record) or film.open(page.record.file)
    page.player = players.new{ name = "film", film = shot, paused = true, keep = false }
    if about.clip and shot:duration() > 0 then
      page.clip = shot.clip
      body.open(page.record, page.clip)
    end
    page.player:seek(t or 0)
  end
  page.listing = page.player == nil
end

local function leave()
  local param = {}
  for key, value in pairs(page.stage.param) do
    if key ~= "back" and key ~= "page" and key ~= "media" and key ~= "clip" and key ~= "t" then
      param[key] = value
    end
  end
  show.go(page.stage.param.back or "explorer", param, { transition = "fade", duration = 0.35 })
end

-- What was not saved is lost only when somebody says so. `leaves`: what could not be written goes as well.
function page.or_ask(go, leaves)
  if not (work.note and work.changed or steps.chain and steps.changed or leaves and next(page.unsaved)) then
    return go()
  end
  ui.ask{ title = say("edit.unsaved"), text = say("edit.unsaved_help"),
    buttons = { { name = "stay", label = say("edit.stay") }, { name = "drop", label = say("edit.drop"), kind = "first", tap = go } } }
end

-- Goes when what was saved is written: that it could not be is said here, and nowhere else. Asked again it goes at once.
local function leave_when_written()
  if page.saving > 0 and not page.leaving then
    page.leaving = true
    return
  end
  leave()
end

-- A record is being written, or taken away.
function page.waits()
  page.saving = page.saving + 1
end

function page.enter(stage)
  page.saving, page.leaving = 0, false
  page.stage, page.mine, page.chains, page.unsaved, page.message = stage, {}, {}, {}, nil
  ui.enter(stage)
  repertoire.search{ count = 0 } -- who has asked hears `found` when records change
  page.show(films.first(stage.param), stage.param.t)
  edit.enter(page)
end

function page.touch(e)
  return ui.touch(e)
end

-- What could not be written is still to be saved, whether it is open or not; what could not be removed is there.
local function failed(id)
  if page.mine[id] then
    page.unsaved[id] = true
    work.changed = work.changed or work.note ~= nil and work.id == id
    steps.changed = steps.changed or steps.chain ~= nil and steps.id == id
  else
    page.mine[id] = nil
  end
end

function page.hear(e)
  if e.kind == "written" then
    page.message = e.fault or say(page.mine[e.name] and "edit.saved" or "edit.removed", { name = e.name })
    page.failed = e.fault ~= nil
    page.saving = page.saving - 1
    if e.fault then
      failed(e.name)
      page.leaving = false
    elseif page.leaving and page.saving == 0 then
      leave()
    end
  elseif e.kind == "key" then
    edit.key(e.name)
  end
end

-- Does the note lie on what is shown?
local function lies_here(note)
  return note[page.about.clip and "clip" or "media"] == page.about.id
end

-- Are metres known there?
function page.is_scaled()
  return page.clip ~= nil or page.record.px_per_m ~= nil
end

-- Where a note is measured; nil before anything was drawn.
function page.place()
  return page.clip and body.place or page.on_film
end

-- Saved by us, and not yet read again, counts as it was saved.
function page.notes()
  local list, seen = {}, {}
  for id, note in pairs(page.mine) do
    seen[id] = true
    if note and lies_here(note) then
      list[#list + 1] = note
    end
  end
  for _, note in ipairs(repertoire.list("note")) do
    if not seen[note.id] and lies_here(note) then
      list[#list + 1] = note
    end
  end
  table.sort(list, function(a, b)
    return a.at[1] < b.at[1] or (a.at[1] == b.at[1] and a.id < b.id)
  end)
  return list
end

function page.save()
  local id, wrong = repertoire.write(work.note)
  page.failed, page.message = id == nil, wrong or say("edit.saving")
  if id then
    page.waits()
    work.saved(id)
    page.mine[id], page.unsaved[id] = work.copy(work.note), nil
  end
end

function page.remove()
  local id, wrong = repertoire.remove(work.note.id)
  page.failed, page.message = id == nil, wrong
  if id then
    page.waits()
    page.mine[id], page.unsaved[id] = false, nil
    work.take(nil)
  end
end

-- Key frames and span on the player's line.
local function draw_times(canvas, y)
  local player, note = page.player, work.note
  local long = player.film:duration()
  local c, mid = theme.color, y + theme.bar / 2
  local function at(t)
    return player.line_x + player.line_w * math.max(0, math.min(1, t / long))
  end
  if steps.chain and long > 0 then
    steps_panel.times(canvas, at, mid)
  end
  if not note or long <= 0 then
    return
  end
  local low = mid + 0.42 * theme.body
  canvas:line(at(note.at[1]), low, at(note.at[2]), low, { color = c.steel, width = 3 * theme.line })
  for _, frame in ipairs(note.geometry and note.geometry.frames or {}) do
    local x, r = at(frame.t), 0.26 * theme.body
    canvas:polygon({ x, low - r, x + r, low, x, low + r, x - r, low }, { color = c.ember })
  end
end

local function draw_film(canvas, x, y, w, h)
  local player = page.player
  local px, py, pw, ph = player:picture(x, y, w, h)
  local film_w, film_h = player.film:size()
  if film_w == 0 then
    return
  end
  work.near_s = 0.5 / player:rate()
  hand.show(player, px, py, pw, ph)
  page.on_film = notes.on_film(px, py, pw, ph, "stretch", film_w, film_h, page.record.px_per_m)
  canvas:push()
  canvas:clip(px, py, pw, ph)
  hand.drawings(canvas, page.notes(), player:at(), page.on_film)
  canvas:pop()
  hand.loupe(canvas, player.film, film_w, film_h)
end

local function draw_clip(canvas, x, y, w, h)
  body.show(page.player, x, y, w, h)
  canvas:push()
  canvas:clip(x, y, w, h)
  body.drawings(canvas, page.notes(), page.player:at())
  canvas:pop()
  if page.player.playing and not page.player.film:ended() then -- a film brings a draw with each of its frames
    page.stage:redraw()
  end
end

local function draw_shown(canvas, x, y, w, h)
  local player = page.player
  local low = y + h - player:height()
  local draw = page.clip and draw_clip or draw_film
  if steps.chain then
    steps_panel.marks()
  end
  player:controls(x, low, w)
  draw_times(canvas, low)
  draw(canvas, x, y, w, h - player:height() - theme.gap)
end

local function draw_head(x, y, w)
  local back = say("page.back")
  local back_w = ui.button_size(back, { icon = "back", kind = "quiet" })
  ui.button("back", x, y, back_w, theme.bar, back, { icon = "back", kind = "quiet", tap = function() page.or_ask(leave_when_written, true) end })
  local other = say("edit.films")
  local other_w = ui.button_size(other)
  ui.button("films", x + w - other_w, y, other_w, theme.bar, other, { on = page.listing, tap = function()
    page.or_ask(function()
      work.take(nil)
      if steps.chain then
        steps_panel.close()
      end
      page.listing = not page.listing or page.player == nil
    end)
  end })
  local label = page.record and text.pick(page.record.label or {}) or say("edit.title")
  ui.label(label or page.record.id, x + back_w + 2 * theme.gap, y, w - back_w - other_w - 4 * theme.gap, theme.bar, { role = "heading" })
end

function page.draw(canvas)
  ui.begin(canvas)
  local x, y, w, h = ui.page()
  draw_head(x, y, w)
  local top = y + theme.bar + 2 * theme.gap
  local side = math.floor(math.max(0.33 * w, 15 * theme.body))
  local left = w - side - 2 * theme.gap
  if page.player then
    draw_shown(canvas, x, top, left, y + h - top)
  end
  if page.listing then
    films.draw(canvas, x + left + 2 * theme.gap, top, side, y + h - top, function(about)
      page.show(about, 0)
    end)
  else
    edit.draw(canvas, x + left + 2 * theme.gap, top, side, y + h - top)
  end
  edit.over(canvas)
  ui.finish()
end

return page
