-- The page of a work: pictures that fingers take up to, its film, its shape on a turntable, who made it, how,
-- and with which gestures. stage.param: id of a work; `from`, the page that back leads to.
local album = require "work_album"
local column = require "page_column"
local controls = require "gesture_controls"
local frame = require "page_frame"
local home = require "page_home"
local layout = require "gesture_layout"
local ui = require "ui"

local scene = {}
local say, theme = frame.say, ui.theme

function scene.enter(stage)
  frame.enter(stage, "work")
  scene.stage, scene.tab, scene.column = stage, "discover", column.new("leaf")
  scene.work = repertoire.get(stage.param.id or "")
  if scene.work then
    scene.chain = repertoire.get(scene.work.chain or "")
    scene.album = album.new(scene.work)
  end
end

function scene.leave()
  if scene.album then
    scene.album:close()
  end
  home.silence()
end

function scene.touch(e)
  return ui.touch(e)
end

function scene.hear(e)
  local id = scene.stage.param.id
  if e.kind == "found" and id then
    local record = repertoire.get(id)
    if record ~= scene.work then
      scene.work, scene.version = record, (scene.version or 0) + 1
      scene.chain = record and repertoire.get(record.chain or "")
    end
    if scene.album and record then
      scene.album:check()
    elseif scene.album then -- what was withdrawn is silent, too
      scene.album:close()
      scene.album = nil
    elseif record then
      scene.album = album.new(record)
    end
    scene.stage:redraw()
  elseif e.kind == "ready" or e.kind == "visit" or e.kind == "held" then
    scene.stage:redraw()
  end
end

-- What the tabs hold ------------------------------------------------------------------------------

local function add(blocks, said, role, more, gap, with)
  if said and said ~= "" then
    blocks[#blocks + 1] = { text = said, role = role, more = more, gap = gap, with = with }
  end
end

local function makers()
  local team, school = repertoire.get(scene.work.team or ""), repertoire.get(scene.work.school or "")
  return team and text.pick(team.label) or "", school and text.pick(school.label) or ""
end

local function discover()
  local blocks, work = {}, scene.work
  local team, school = makers()
  add(blocks, team ~= "" and say("work.by", { team = team }) or "", "lead", { font = "title", italic = true })
  add(blocks, school, "small", { color = "quiet" })
  add(blocks, text.pick(work.text or say("page.no_text")), "body", nil, theme.gap)
  local list = frame.labels(work.materials)
  add(blocks, list ~= "" and say("work.made_of", { list = list }) or "", "small", nil, theme.gap)
  list = frame.labels({ work.place })
  add(blocks, list ~= "" and say("work.place", { list = list }) or "", "small", nil, theme.gap)
  home.add(blocks, work, scene.chain and scene.chain.steps)
  return blocks
end

local function gesture_button(name, label, sub, id)
  local gesture = repertoire.get(id or "")
  return { button = name, label = label, sub = sub, picture = gesture and home.picture(gesture.picture),
    tap = gesture and function() frame.open(id) end }
end

local function making()
  local blocks, work = {}, scene.work
  add(blocks, work.technical and text.pick(work.technical) or "", "body")
  if scene.chain then
    blocks[#blocks + 1] = { button = "chain", label = say("page.chain"), sub = text.pick(scene.chain.label), gap = #blocks > 0 and 1.5 * theme.gap or 0,
      tap = function() frame.open(scene.chain.id) end }
    for n, step in ipairs(scene.chain.steps) do
      blocks[#blocks + 1] = gesture_button("step " .. n, n .. "\u{2002}" .. text.pick(step.label), step.goal and text.pick(step.goal), step.gesture)
    end
  end
  return blocks
end

local function gestures()
  local blocks = {}
  for _, id in ipairs(scene.work.gestures or {}) do
    local gesture = repertoire.get(id)
    if gesture then
      blocks[#blocks + 1] = gesture_button(id, text.pick(gesture.label), gesture.state == "to-document" and say("page.to_document") or nil, id)
      blocks[#blocks].gap = #blocks > 1 and theme.gap or 0
    end
  end
  return blocks
end

local contents = { discover = discover, making = making, gestures = gestures }

-- The page ----------------------------------------------------------------------------------------

local function tab_items()
  local items = { { name = "discover", label = say("tab.discover") } }
  if scene.chain or scene.work.technical then
    items[#items + 1] = { name = "making", label = say("tab.making") }
  end
  items[#items + 1] = { name = "gestures", label = say("tab.gestures") }
  return items
end

local function choose_tab(name)
  scene.tab = name
  scene.stage:redraw()
end

local function foot()
  return frame.beside(frame.origin("work", scene.work.origin), scene.album:origin(), scene.work.text and frame.of_text(scene.work) or "")
end

local function placed()
  local shown = scene.album
  local lines = frame.foot_lines(foot(), select(3, ui.page()))
  local key = table.concat({ scene.stage.language, lines, #shown.items, tostring(shown:play() and shown:play().large), theme.version, scene.version or 0 }, " ")
  if key ~= scene.place_key then
    scene.place_key = key
    scene.place = layout.page({
      film = true, high = 0.8, scrub = shown:play() ~= nil, foot = lines,
      transport = function(w) return shown:strip(nil, 0, 0, w) end,
      steps = shown:play() ~= nil, large = shown:play() and shown:play().large,
    }, function(w) return ui.tabs(tab_items(), 0, 0, w, scene.tab, choose_tab, true) end)
  end
  return scene.place
end

local function draw_album(canvas, b, now)
  local shown, play = scene.album, scene.album:play()
  shown:draw(canvas, now, b.film[1], b.film[2], b.film[3], b.film[4])
  shown:strip(canvas, b.transport[1], b.transport[2], b.transport[3])
  if play and b.scrub then
    controls.scrubber(canvas, play, play:at(now), b.scrub[1], b.scrub[2], b.scrub[3])
    controls.transport(play, b.steps[1], b.steps[2], b.steps[3])
  end
end

local function draw_foot(b)
  ui.label(foot(), b.foot[1], b.foot[2], b.foot[3], b.foot[4], { role = "small", color = "quiet" })
end

function scene.draw(canvas)
  ui.begin(canvas)
  if not scene.work then
    frame.gone(canvas, "page.gone")
    ui.finish()
    return
  end
  local now, b = show.now(), placed()
  local title = text.pick(scene.work.title)
  frame.nav(b.nav[1], b.nav[2], b.nav[3], not b.title and title)
  if b.title then
    ui.label(title, b.title[1], b.title[2], b.title[3], b.title[4], { role = "title" })
  end
  draw_album(canvas, b, now)
  if b.tabs then
    ui.tabs(tab_items(), b.tabs[1], b.tabs[2], b.tabs[3], scene.tab, choose_tab)
    scene.column:lay(scene.tab .. " " .. (scene.version or 0), contents[scene.tab], b.rest[3], b.rest[4])
    scene.column:draw(canvas, table.unpack(b.rest))
  end
  draw_foot(b)
  ui.read(scene.work.id .. scene.stage.language, title .. ". " .. (scene.work.text and text.pick(scene.work.text) or ""))
  ui.finish()
end

return scene
