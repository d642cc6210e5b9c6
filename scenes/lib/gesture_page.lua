-- The page of a gesture: its film with what was measured on it, step by step, slowly, from every side, its
-- movement in space on the same time, and what to know of it at two levels.
-- stage.param: id of a gesture; `from`, the page that back leads to; `step`, one of its chain to begin with.
--
-- An installation that draws what a body works on gives its own scenes/gesture-page/scene.lua:
--
--   local page = require "gesture_page"
--   function page.staging(gesture) return { azimuth = -1.05, hands = { "Tool" }, draw = my_anvil } end
--   return page
local column = require "page_column"
local controls = require "gesture_controls"
local frame = require "page_frame"
local home = require "page_home"
local layout = require "gesture_layout"
local media = require "gesture_media"
local playback = require "playback"
local ui = require "ui"

local scene = {}
local say, theme = frame.say, ui.theme
local tabs = { "discover", "technical", "around" }

function scene.enter(stage)
  frame.enter(stage, "gesture")
  scene.stage, scene.tab = stage, "discover"
  scene.column = column.new("leaf")
  scene.gesture = repertoire.get(stage.param.id or "")
  if not scene.gesture then
    return
  end
  scene.play = playback.open(scene.gesture)
  if scene.play:film() or scene.play.clip then -- else the house has nothing to answer
    home.choose(scene.gesture.id, stage.language)
  end
  local step = math.tointeger(stage.param.step)
  if step and scene.play:steps()[step] then
    scene.play:step(step)
    scene.tab = "step"
  end
end

function scene.leave()
  if scene.play then
    scene.play:close()
  end
  home.silence()
end

function scene.touch(e)
  return ui.touch(e)
end

-- What was withdrawn is silent, too: nothing plays of a gesture that is gone, another performance instead of one
-- that is. What comes back begins anew.
local function turn_to(gesture)
  scene.gesture, scene.list = gesture, nil
  if scene.play and (not gesture or scene.play:withdrawn()) then
    scene.play:close()
    scene.play = nil
  end
  if gesture and not scene.play then
    scene.play = playback.open(gesture)
  end
end

-- A record that was saved, withdrawn or found: all is read anew where it changed.
function scene.hear(e)
  if e.kind == "found" and scene.stage.param.id then
    local record = repertoire.get(scene.stage.param.id)
    if record ~= scene.gesture or (scene.play and scene.play:withdrawn()) then
      scene.version = (scene.version or 0) + 1
      turn_to(record)
    end
    scene.around = (scene.around or 0) + 1
    scene.stage:redraw()
  elseif e.kind == "ready" or e.kind == "visit" or e.kind == "held" then
    scene.stage:redraw()
  end
end

local function open_step(n)
  scene.play:step(n)
  scene.tab = n and "step" or scene.tab == "step" and "discover" or scene.tab
  scene.stage:redraw()
end

-- What the tabs hold ------------------------------------------------------------------------------

local function add(blocks, said, role, more, gap, with)
  if said and said ~= "" then
    blocks[#blocks + 1] = { text = said, role = role, more = more, gap = gap, with = with }
  end
end

local function told(level)
  return function()
    local gesture, blocks = scene.gesture, {}
    local body = gesture[level] and text.pick(gesture[level]) or ""
    if level == "text" and gesture.said then
      add(blocks, say("page.said", { said = text.pick(gesture.said) }), "lead", { font = "title", italic = true })
    end
    add(blocks, body ~= "" and body or say("page.no_text"), "body", body == "" and { color = "quiet" } or nil, theme.gap)
    if level == "technical" then
      for _, list in ipairs { "tools", "materials", "metiers" } do
        local labels = frame.labels(gesture[list])
        add(blocks, labels ~= "" and say("page." .. list, { list = labels }) or "", "small", nil, theme.gap)
      end
    end
    return blocks
  end
end

local function step_blocks()
  local blocks, play = {}, scene.play
  local step = play:steps()[scene.shown_step or 1]
  if not step then
    return blocks
  end
  add(blocks, text.pick(step.label), "heading")
  if step.at == nil then
    add(blocks, say("page.not_filmed"), "small", { color = "ember" }, theme.gap)
  elseif not play:step_seen() and play.at_step then
    add(blocks, say("page.not_in_view"), "small", { color = "ember" }, theme.gap)
  end
  for _, key in ipairs { "goal", "before", "after", "criterion" } do
    if step[key] then
      add(blocks, say("step." .. key), "small", { color = "quiet" }, theme.gap, true)
      add(blocks, text.pick(step[key]), "body")
    end
  end
  add(blocks, step.duration and say("step.duration", { time = frame.duration(step.duration) }) or "", "small", nil, theme.gap)
  if step.gesture and step.gesture ~= scene.gesture.id and repertoire.get(step.gesture) then
    blocks[#blocks + 1] = { button = "step gesture", label = text.pick(repertoire.get(step.gesture).label), tap = function() frame.open(step.gesture) end }
  end
  return blocks
end

local function around_blocks()
  local blocks, near = {}, repertoire.related(scene.gesture.id) or {}
  local seen = { [scene.gesture.id] = true }
  local function group(title, hits, sub)
    local first = true
    for n, hit in ipairs(hits or {}) do
      if n <= 6 and not seen[hit.id] then
        seen[hit.id] = true
        if first then
          add(blocks, say(title), "small", { color = "quiet" }, #blocks > 0 and 1.5 * theme.gap or 0, true)
          first = false
        end
        local named = hit.title or hit.label
        blocks[#blocks + 1] = { button = hit.id, label = text.pick(named), sub = sub and sub(hit), picture = home.picture(hit.picture),
          tap = function() frame.open(hit.id) end }
      end
    end
  end
  if scene.play.chain then
    blocks[1] = { button = "chain", label = say("page.chain"), sub = text.pick(scene.play.chain.label), gap = 0,
      tap = function() frame.open(scene.play.chain.id, { gesture = scene.gesture.id }) end }
  end
  group("page.works_with", near.works, function(work) return frame.origin("work", work.origin) end)
  group("page.same_verb", near.same_verb)
  group("page.same_material", near.same_material)
  group("page.same_tool", near.same_tool)
  home.add(blocks, scene.gesture, scene.play:steps())
  return blocks
end

local contents = { discover = told("text"), technical = told("technical"), step = step_blocks, around = around_blocks }

-- The page ----------------------------------------------------------------------------------------

local function tab_items()
  local items = {}
  for _, name in ipairs(tabs) do
    items[#items + 1] = { name = name, label = say("tab." .. name) }
  end
  return items
end

local function choose_tab(name)
  scene.tab = name
  scene.stage:redraw()
end

-- What stands at the foot: what is made up or of whom it is, and where to go from here, with its width, px.
local function foot()
  local mark = frame.beside(media.origin(scene.play), scene.gesture.text and frame.of_text(scene.gesture) or "")
  local next_one = (scene.play:film() or scene.play.clip) and home.next() or ""
  return mark, next_one, next_one ~= "" and text.measure(next_one, theme.style("small")) + 2 * theme.gap or 0
end

local function foot_lines()
  local mark, _, wide = foot()
  local _, _, w = ui.page()
  return frame.foot_lines(mark, w - wide)
end

local function place(lines)
  local play = scene.play
  local moves = play:film() ~= nil or play.clip ~= nil
  return layout.page({
    film = play:film() ~= nil, clip = play.clip ~= nil, steps = #play:steps() > 0, large = play.large, foot = lines,
    notes = #scene.list > 0 and function(w) return media.legend_high(scene.list, w) end,
    wide = media.fit(play, 1e6, 1e5) / 1e5, sign = media.sign(play), scrub = moves, transport = moves and function(w) return controls.transport(play, 0, 0, w, true) end,
  }, function(w)
    return ui.tabs(theme.keep("gesture tabs", tab_items), 0, 0, w, scene.tab, choose_tab, true)
  end)
end

-- Hands that sign are to be read: 45 mm at least.
local function too_small(b)
  return b.sign and not scene.play.sized and b.sign[4] < theme.px(45)
end

-- Placed anew when what it holds or its sizes changed.
local function placed()
  local play, lines = scene.play, foot_lines()
  local key = ("%s %d %d %s %d %s %d %s"):format(scene.stage.language, #play.views, play.shown, play.clip ~= nil, theme.version, play.large,
    lines, media.sign(play))
  if scene.place_key ~= key or not scene.list then
    scene.list = media.notes(play)
    scene.place, scene.place_key = place(lines), key
    if too_small(scene.place) then -- the texts give way, until a visitor wants them
      play.large, play.sized = true, true
      return placed()
    end
  end
  return scene.place
end

-- The film's box, as wide and high as its picture and no more.
local function film_box(b)
  local w, h = media.fit(scene.play, b[3], b[4])
  return b[1], b[2], w, h
end

-- The film large and the clip small, or the other way round.
local function draw_both(canvas, b, t)
  local play, large, small = scene.play, b.film, b.clip
  if play.in_space then
    large, small = small, large
  end
  local x, y, w, h = film_box(large)
  media.film(canvas, play, scene.list, t, x, y, w, h)
  media.clip(canvas, play, scene.list, t, small[1], small[2], small[3], small[4], scene.staging)
end

local function draw_media(canvas, b, t)
  local play = scene.play
  local x, y, w, h = table.unpack(b.film)
  if play:film() and b.clip then
    draw_both(canvas, b, t)
  elseif play:film() and not (play.in_space and play.clip) then
    x, y, w, h = film_box(b.film)
    media.film(canvas, play, scene.list, t, x, y, w, h)
  elseif play.clip then
    media.clip(canvas, play, scene.list, t, x, y, w, h, scene.staging)
    if play.lost and not play:film() then
      ui.text(say("page.film_gone"), x + theme.gap, y + theme.gap, "small", { width = w - 2 * theme.gap })
    end
  else
    ui.panel(x, y, w, h, { color = "sunk" })
    media.missing(x, y, w, h, play.lost and "page.film_gone" or scene.gesture.state == "to-document" and "page.to_document_long" or "page.no_film")
  end
  if b.sign then
    media.signing(canvas, play, table.unpack(b.sign))
  end
  if b.legend then
    media.legend(canvas, play, scene.list, t, b.legend)
  end
end

local function draw_tabs(canvas, b)
  local play = scene.play
  ui.piece("tabs", ui.tabs, theme.keep("gesture tabs", tab_items), b.tabs[1], b.tabs[2], b.tabs[3], scene.tab, choose_tab)
  local key = table.concat({ scene.tab, scene.tab == "step" and scene.shown_step or scene.tab == "around" and scene.around or 0, play.shown, scene.version or 0 }, " ")
  scene.column:lay(key, contents[scene.tab], b.rest[3], b.rest[4])
  scene.column:draw(canvas, table.unpack(b.rest))
end

local function foot_labels(mark, next_one, wide, x, y, w, h)
  ui.label(mark, x, y, w - wide, h, { role = "small", color = "quiet" })
  ui.label(next_one, x + w - wide, y, wide, h, { role = "small", color = "ember", align = "right" })
end

local function draw_foot(b)
  local mark, next_one, wide = foot()
  ui.piece("foot", foot_labels, mark, next_one, wide, table.unpack(b.foot))
end

-- What is read aloud: the step that was chosen, else the text that is shown.
local function read(title)
  local play, language = scene.play, scene.stage.language
  local step = scene.tab == "step" and play.at_step and play:steps()[play.at_step]
  if step then
    return ui.read(scene.gesture.id .. language .. play.at_step, text.pick(step.label) .. ".\n" .. (step.goal and text.pick(step.goal) or ""))
  end
  local level = scene.tab == "technical" and "technical" or "text"
  ui.read(scene.gesture.id .. language .. level, title .. ". " .. (scene.gesture[level] and text.pick(scene.gesture[level]) or ""))
end

function scene.draw(canvas)
  ui.begin(canvas)
  if not scene.gesture then
    frame.gone(canvas, "page.gone")
    ui.finish()
    return
  end
  local now, play = show.now(), scene.play
  play:update(now)
  local t = play:at(now)
  local b = placed()
  local title = text.pick(scene.gesture.label)
  frame.nav(b.nav[1], b.nav[2], b.nav[3], not b.title and title)
  if b.title then
    ui.label(title, b.title[1], b.title[2], b.title[3], b.title[4], { role = "title" })
  end
  draw_media(canvas, b, t)
  if b.scrub then
    controls.scrubber(canvas, play, t, b.scrub[1], b.scrub[2], b.scrub[3])
    controls.transport(play, b.transport[1], b.transport[2], b.transport[3])
  end
  if b.steps then
    controls.steps(play, t, b.steps[1], b.steps[2], b.steps[3], open_step)
  end
  scene.shown_step = play.at_step or play:step_at(t) or scene.shown_step
  if b.tabs then
    draw_tabs(canvas, b)
  end
  draw_foot(b)
  read(title)
  ui.finish()
  if play.playing and play.clip and not play:film() then -- a film brings a draw with each of its frames
    scene.stage:redraw()
  end
end

return scene
