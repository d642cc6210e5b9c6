return { titel = 7, languages = { "fr", "qq", "fr" }, ["a b"] = 0/0, stations = { A = { stages = {}, osc = ":0",
  speakers = { 1, { channel = 9 } }, outputs = { o = { size = { 1e99, -1 }, corners = { {}, {}, {}, {} } } } },
  a = 3, a = {} }, messages = { m = { to = { "z", 1 } } } }
