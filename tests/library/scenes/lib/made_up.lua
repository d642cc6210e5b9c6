-- A visit that tests make up, by the name of the station: "wide-3-it-reach-stark-calm" is a visitor with texts of
-- the third size, in Italian, in reach mode. `more` over it.
return function(stage, more)
  local settings = { text = tonumber(stage.station:match("%-(%d)")) or 1 }
  for _, key in ipairs { "reach", "calm" } do
    settings[key] = stage.station:find("-" .. key, 1, true) ~= nil
  end
  settings.contrast = stage.station:find("-stark", 1, true) ~= nil
  visit = {
    state = function() return { phase = "on", left = 0 } end,
    settings = function() return settings end,
    set = function(some)
      local now = {}
      for key, value in pairs(settings) do now[key] = value end
      for key, value in pairs(some) do now[key] = value end
      settings = now
    end,
    more = function() log.info("more") end,
    done = function() log.info("done") end,
    keep = function() log.info("kept") end,
  }
  for key, value in pairs(more or {}) do
    visit[key] = value
  end
  local language = stage.station:match("%-(%l%l)%f[%A]")
  if language then
    stage:set_language(language)
  end
  return settings
end
