-- How a visitor moves through a performance: a scrubber with the steps, play, single frames, slow motion,
-- other views, one step after another.
local frame = require "page_frame"
local notes = require "notes"
local players = require "ui_player"
local ui = require "ui"

local controls = {}
local say, theme = frame.say, ui.theme

local scrub = {}

-- The first finger pulls; others that lie there do nothing.
function scrub:touch(e)
  local p = self.play
  if e.kind == "down" and not self.finger then
    self.finger, self.was_playing = e.id, p.playing
    p:pause()
  elseif e.id ~= self.finger then
    return
  end
  if e.kind == "down" or e.kind == "move" then
    local from, to = p:whole()
    p:seek(from + (to - from) * math.max(0, math.min(1, (e.x - self.x) / self.w)))
  elseif e.kind == "up" then
    self.finger = nil
    if self.was_playing then
      p:play()
    end
  end
  theme.stage:redraw()
end

local function seconds(t, language)
  return notes.number(("%.1f"):format(math.max(0, t)), language)
end

-- The scrubber over w px, one finger high: the whole time, its steps, where it stands.
function controls.scrubber(canvas, play, t, x, y, w)
  local c, h, line = theme.color, theme.target, theme.line
  local language = theme.stage.language
  local from, to = play:whole()
  local style = theme.style("figures")
  local widest = text.measure(seconds(to, language) .. "\u{2009}/\u{2009}" .. seconds(to, language) .. "\u{202f}s", style) + theme.gap
  local wide, middle = w - widest, y + h / 2
  scrub.play, scrub.x, scrub.w = play, x, wide
  ui.target("scrub", x, y, wide, h, scrub)
  local function at(s)
    return x + wide * math.max(0, math.min(1, (s - from) / (to - from)))
  end
  canvas:line(x, middle, x + wide, middle, { color = c.edge, width = 2 * line })
  local here = play.at_step or play:step_at(t)
  for n, step in ipairs(play:steps()) do
    if step.at and step.at[2] > from and step.at[1] < to then
      local a, b = at(step.at[1]) + 2, at(step.at[2]) - 2
      local on = n == here
      canvas:line(a, middle, math.max(a, b), middle, { color = on and c.ember or c.steel, width = (on and 6 or 4) * line, cap = "butt" })
      canvas:line(a, middle - 7 * line, a, middle + 7 * line, { color = on and c.ember or c.steel, width = 1.5 * line, cap = "butt" })
    end
  end
  local held = ui.pressed("scrub")
  canvas:circle(at(t), middle, (held and 0.34 or 0.24) * h, { color = c.ground })
  canvas:circle(at(t), middle, (held and 0.3 or 0.2) * h, { color = held and c.ember or c.light })
  canvas:text(seconds(t - from, language) .. "\u{2009}/\u{2009}" .. seconds(to - from, language) .. "\u{202f}s", x + w, middle - 0.6 * style.size,
    theme.style("figures", { align = "right", figures = "tabular" }))
end

local speeds = players.speeds

local function following(list, is)
  for n, one in ipairs(list) do
    if is(one, n) then
      return list[n % #list + 1]
    end
  end
  return list[1]
end

local function speed_items(play, items, short)
  local function set(speed)
    return function() play:set_speed(speed[1]) end
  end
  if short then
    local next_one = following(speeds, function(speed) return speed[1] == play.speed end)
    for _, speed in ipairs(speeds) do
      if speed[1] == play.speed then
        items[#items + 1] = { name = "speed", label = speed[2], said = say(speed[3]), tap = set(next_one) }
      end
    end
    return
  end
  for n, speed in ipairs(speeds) do
    items[#items + 1] = { name = "speed " .. n, label = speed[2], said = say(speed[3]), on = play.speed == speed[1], tap = set(speed) }
  end
end

-- What can be looked at: the films of a moment, and the clip in space.
local function views_of(play)
  local views = {}
  for n, view in ipairs(play.views) do
    views[n] = { name = "view " .. n, label = say("view." .. (view.role or "film")), on = n == play.shown and not play.in_space, tap = function()
      play.in_space = false
      play:show_view(n)
    end }
  end
  if play.clip and #views > 0 then
    views[#views + 1] = { name = "view space", label = say("view.space"), on = play.in_space, tap = function() play.in_space = true end }
  end
  return views
end

local function view_items(play, items, short)
  local views = views_of(play)
  if #views < 2 then
    return
  elseif short >= 2 then
    local next_one = following(views, function(view) return view.on end)
    items[#items + 1] = { name = "view", label = next_one.label, icon = short == 2 and "forward" or nil, tap = next_one.tap }
    return
  end
  table.move(views, 1, #views, #items + 1, items)
end

-- `short` 1: one button for all speeds, 2: and one for all views; each goes on to the next. 3: without a sign.
local function transport_items(play, short)
  local items = {
    { name = "play", icon = play.playing and "pause" or "play", kind = "first", tap = function()
      if play.playing then play:pause() else play:play() end
    end },
    { name = "frame back", icon = "step_back", tap = function() play:nudge(-1) end },
    { name = "frame on", icon = "step_forward", tap = function() play:nudge(1) end },
  }
  speed_items(play, items, short >= 1)
  view_items(play, items, short)
  items[#items + 1] = { name = "large", icon = play.large and "minus" or "plus", tap = function() play.large, play.sized = not play.large, true end }
  return items
end

-- The more is given, the more it is drawn anew when that changes.
local function draw_transport(play, short, x, y, w)
  ui.flow(transport_items(play, short), x, y, w, "left")
end

-- Play, frames, speeds, views, on one line where that can be; laid like ui.flow. With `measure`: how high it is, px.
function controls.transport(play, x, y, w, measure)
  local key = theme.version * 100000 + w * 10 + #play.views
  if play.short_key ~= key then -- looked at once, not in each frame
    play.short_key, play.short = key, 0
    while play.short < 3 and ui.flow(transport_items(play, play.short), x, y, w, "left", true) > theme.bar do
      play.short = play.short + 1
    end
  end
  if measure then
    return ui.flow(transport_items(play, play.short), x, y, w, "left", true)
  end
  ui.piece("transport", draw_transport, play, play.short, x, y, w, play.playing, play.speed, play.shown, play.in_space, play.large)
end

local function draw_steps(play, steps, here, begun, at_step, x, y, w, open)
  local size = math.max(theme.target, theme.bar)
  ui.button("step back", x, y, size, theme.bar, nil, { icon = "back", dim = begun <= 1, tap = function() open(begun - 1) end })
  local on_x = x + w - size
  ui.button("step on", on_x, y, size, theme.bar, nil, { icon = "forward", dim = at_step == #steps, tap = function() open(math.min(begun + 1, #steps)) end })
  if at_step then
    on_x = on_x - size - theme.gap
    ui.button("whole", on_x, y, size, theme.bar, nil, { icon = "close", tap = function() open(nil) end })
  end
  local left = x + size + 2 * theme.gap
  local said = here and here .. "\u{2009}/\u{2009}" .. #steps .. "\u{2002}" .. text.pick(steps[here].label) or say("page.step_by_step")
  ui.label(said, left, y, on_x - left - 2 * theme.gap, theme.bar, { color = here and "light" or "quiet" })
end

-- One step after another, from the one that is said: back, what is done, on; and all of it again. `open(n)` is told.
function controls.steps(play, t, x, y, w, open)
  local here = play.at_step or play:step_at(t)
  ui.piece("steps", draw_steps, play, play:steps(), here, here or play:steps_begun(t), play.at_step, x, y, w, open)
end

return controls
