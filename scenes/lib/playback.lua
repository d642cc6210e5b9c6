-- One performance on one clock: the views of a capsule, its clip, and the steps of its chain. Where it
-- stands is a function of show time and of what the visitor did last; films are told only when that
-- changes, and run by the same clock.
local playback = {}
playback.__index = playback
local long_s = 30 -- a longer film is not repeated: it ends

-- Views whose film may be shown, in the order of the capsule; the gesture's own film without a capsule.
local function views_of(gesture, capsule)
  local views = {}
  for _, view in ipairs(capsule and capsule.views or {}) do
    local media = repertoire.get(view.media)
    if media then
      views[#views + 1] = { media = media, role = view.role, offset = view.offset or 0 }
    end
  end
  local media = #views == 0 and repertoire.get(gesture.film or "")
  return media and { { media = media, offset = 0 } } or views
end

-- The capsule of a gesture that tells most: one with steps before one without, then the first by id.
function playback.capsule(gesture)
  local found
  for _, capsule in ipairs(repertoire.list("capsule", { gesture = gesture.id })) do
    if not found or (capsule.chain and not found.chain) then
      found = capsule
    end
  end
  return found
end

local function clip_of(gesture, capsule)
  for _, one in ipairs(capsule and capsule.clips or {}) do
    local record = repertoire.get(one.clip)
    if record then
      return record, one.offset or 0
    end
  end
  return repertoire.get(gesture.clip or ""), 0
end

-- What there is of a gesture's record, running from now on.
function playback.open(gesture)
  local capsule = playback.capsule(gesture)
  local p = setmetatable({
    gesture = gesture, capsule = capsule, views = views_of(gesture, capsule), playing = true, speed = 1, shown = 1,
    chain = repertoire.get(capsule and capsule.chain or gesture.chain or ""),
  }, playback)
  p.clip_record, p.clip_offset = clip_of(gesture, capsule)
  if p.clip_record then
    p.clip = motion.open(p.clip_record.file, { unit = p.clip_record.unit })
    if p.clip:duration() <= 0 then
      p.clip, p.clip_record = nil, nil
    end
  end
  p.anchor, p.since = 0, show.now()
  p:open_view()
  p:seek(p:whole())
  return p
end

function playback:close()
  for _, view in ipairs(self.views) do
    for _, one in ipairs { "film", "signed" } do
      if view[one] then
        view[one]:close()
        view[one] = nil
      end
    end
  end
end

-- Is the performance that plays, or its movement, not to be shown any more?
function playback:withdrawn()
  local capsule, clip = self.capsule, self.clip_record
  return (capsule and not repertoire.get(capsule.id)) or (clip and not repertoire.get(clip.id)) or false
end

function playback:view()
  return self.views[self.shown]
end

local function duration(view)
  local known = view.film and view.film:duration() or 0
  return known > 0 and known or view.media.duration or 0
end

-- Is what is shown long, so that it ends instead of beginning anew?
function playback:is_long()
  local from, to = self:range()
  return to - from > long_s
end

function playback:open_view()
  local view = self:view()
  if view and not view.film then
    view.film = film.open(view.media.file, { loop = (view.media.duration or 0) <= long_s, play = false })
    view.captions = nil
  end
end

-- From where to where all of it goes, on the clock: as long as what is shown.
function playback:whole()
  local view = self:view()
  if view then
    return view.offset, view.offset + math.max(0.1, duration(view))
  elseif self.clip then
    return self.clip_offset, self.clip_offset + self.clip:duration()
  end
  return 0, 0.1
end

-- From where to where it plays: a step, as far as this view shows it, or all.
function playback:range()
  local from, to = self:whole()
  local at = self.at_step and self:steps()[self.at_step].at
  if at and math.min(to, at[2]) - math.max(from, at[1]) > 0.05 then
    return math.max(from, at[1]), math.min(to, at[2])
  end
  return from, to
end

function playback:steps()
  return self.chain and self.chain.steps or {}
end

-- Where it stands on the clock at show time `now`.
function playback:at(now)
  local from, to = self:range()
  local t = self.playing and self.anchor + (now - self.since) * self.speed or self.anchor
  if t < to then
    return math.max(from, t)
  end
  return self.playing and not self:is_long() and from + (t - from) % (to - from) or to
end

local function tell(shot, at, speed, playing)
  shot:seek(math.max(0, at))
  shot:speed(speed)
  if playing then
    shot:play()
  else
    shot:pause()
  end
end

-- Tells the film that is shown where it stands, and the one that signs it; the others rest.
local function sync(p)
  for n, view in ipairs(p.views) do
    if view.film and n ~= p.shown then
      view.film:pause()
    elseif view.film then
      tell(view.film, p.anchor - view.offset, p.speed, p.playing)
    end
    if view.signed and n ~= p.shown then
      view.signed:close()
      view.signed = nil
    elseif view.signed then
      tell(view.signed, p.anchor - view.offset, p.speed, p.playing)
    end
  end
end

-- Goes to `t` on the clock, within what plays.
function playback:seek(t)
  local from, to = self:range()
  self.anchor, self.since = math.max(from, math.min(t, to - 1e-3)), show.now()
  sync(self)
end

function playback:play()
  local from, to = self:range()
  local t = self:at(show.now())
  self.playing = true
  self:seek(t >= to - 0.02 and from or t)
  local view = self:view()
  if view and view.film and self:is_long() then
    visit.keep(view.film)
  end
end

function playback:pause()
  local t = self:at(show.now())
  self.playing = false
  self:seek(t)
end

-- 1, 1/2, 1/4.
function playback:set_speed(speed)
  local t = self:at(show.now())
  self.speed = speed
  self:seek(t)
end

-- Frames a second of what is shown.
function playback:frame_rate()
  local view = self:view()
  local rate = view and view.media.rate
  return rate and rate[1] / rate[2] or view and view.film and view.film:frame_rate() or 25
end

-- One frame on (1) or back (-1), and stand there.
function playback:nudge(way)
  local t, rate = self:at(show.now()), self:frame_rate()
  local offset = self:view() and self:view().offset or self.clip_offset
  local from, to = self:range()
  local frame = math.floor((t - offset) * rate + 1e-2) + way
  self.playing = false
  self:seek(math.max(from, math.min(offset + frame / rate + 1e-4, to)))
end

-- Another view of the same moment.
function playback:show_view(n)
  local t = self:at(show.now())
  self.shown = n
  self:open_view()
  self:seek(t)
end

-- Does a view show (part of) a step?
local function shows(view, at)
  return math.min(view.offset + duration(view), at[2]) - math.max(view.offset, at[1]) > 0.05
end

-- Plays one step again and again; nil: all of it. A step that another view shows brings that view.
function playback:step(n)
  self.at_step = n
  local at = n and self:steps()[n].at
  if not n or not at then
    self:seek(self:at(show.now()))
    return
  end
  for k, view in ipairs(self.views) do
    if not shows(self:view(), at) and shows(view, at) then
      self.shown = k
      self:open_view()
    end
  end
  self.playing = true
  self:seek((self:range()))
end

-- Is the step that was chosen to be seen in what is shown?
function playback:step_seen()
  local at = self.at_step and self:steps()[self.at_step].at
  local from, to = self:whole()
  return at and math.min(to, at[2]) - math.max(from, at[1]) > 0.05
end

-- The step at t, when none was chosen.
function playback:step_at(t)
  for n, step in ipairs(self:steps()) do
    if step.at and t >= step.at[1] and t < step.at[2] then
      return n
    end
  end
end

-- The last step that has begun by t, 0 before the first: from there one goes on, between two steps as well.
function playback:steps_begun(t)
  local last = 0
  for n, step in ipairs(self:steps()) do
    if step.at and step.at[1] <= t then
      last = n
    end
  end
  return last
end

local function drop_gone(p)
  for n = #p.views, 1, -1 do
    local view = p.views[n]
    if view.film and view.film:ended() and not (p:is_long() and view.film:duration() > 0) or not repertoire.get(view.media.id) then
      if view.film then
        view.film:close()
      end
      table.remove(p.views, n)
      p.lost = true
      p.shown = 1
      p:open_view()
      p:seek(p.anchor)
    end
  end
end

-- Once in each draw. A film that is gone or was withdrawn gives way to another view.
function playback:update(now)
  drop_gone(self)
  local from, to = self:range()
  if not self.playing then
    return
  end
  local t = self.anchor + (now - self.since) * self.speed
  if t < to then
    return
  elseif self:is_long() then
    self.playing = false
    self:seek(to)
    return
  end
  local again = from + (t - from) % (to - from)
  local view = self:view()
  self.anchor, self.since = again, now
  local by_itself = view and not self.at_step and math.abs(duration(view) - (to - from)) < 1e-6 and duration(view) <= long_s
  if not by_itself then
    sync(self)
  elseif view.signed then -- it may be a little shorter or longer
    tell(view.signed, again - view.offset, self.speed, true)
  end
end

-- A film that is to be seen now, or nil, and its record.
function playback:film()
  local view = self:view()
  return view and view.film, view and view.media
end

-- The film that says the same in sign language, on the same time, where there is one and it is wanted; its record.
function playback:sign_film(wanted)
  local view = self:view()
  local record = wanted and view and repertoire.get(view.media.sign or "")
  if view and view.signed and (not record or view.signed:ended()) then
    view.signed:close()
    view.signed, view.unsigned = nil, record ~= nil or nil
  elseif record and not view.signed and not view.unsigned then
    view.signed = film.open(record.file, { loop = true, play = false })
    self.anchor, self.since = self:at(show.now()), show.now()
    sync(self)
  end
  return view and view.signed, record
end

-- Where the clip stands when the clock stands at t, s.
function playback:clip_time(t)
  return math.max(0, math.min(t - self.clip_offset, self.clip and self.clip:duration() or 0))
end

return playback
