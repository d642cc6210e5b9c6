return {
  title = { fr = "f" }, languages = { "fr" },
  stations = { b = { stages = { a = { canvas = { 64, 36 }, scene = "a" } },
    surfaces = { x = { stage = "a", corners = { { 0, 0 }, { 64, 2 }, { 60, 36 }, { 1, 30 } }, source = { 0, 4, 32, 18.5 }, shape = "ellipse",
      grid = { kind = "linear", columns = 3, rows = 2,
        points = { { 0, 0 }, { 0.5, -0.1 }, { 1, 0 }, { 0, 1 }, { 0.5, 0.9 }, { 1, 1 } } } } },
    outputs = { n = { size = { 64, 36 }, grid = { kind = "bezier", columns = 2, rows = 4 } },
      o = { at = { 0, 0 }, size = { 9, 9 }, grid = { columns = 2, rows = 2, points = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 1, 1 } } } } } } },
}
