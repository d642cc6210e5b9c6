return { cues = { { id = "a", follow = 0, next = "b" }, { id = "b", follow = 0, next = "a" }, { id = "a" } },
  timelines = { { id = "t", tracks = { ["kiosk/gain"] = { { 1, 0 }, { 0, 1 } } } } } }
