return {
  cues = { { id = "a" } }, midi_at = "kios",
  midi = {
    { note = 1e300, channel = -4, verb = "g" }, { note = 1, program = 2 }, { controller = 7, cue = "b" },
    { note = 5, parameter = "kiosk/gain" }, { controller = 1, parameter = "kiosk", from = "x" }, 3, {},
    { program = 0 / 0, list = "main" },
  },
}
