return {
  cues = { { id = "a" }, { id = "b" } }, lists = { soir = { "b" } },
  midi_from = "nanoKONTROL", midi_at = "kiosk",
  midi = {
    { note = 36, channel = 1, verb = "go" }, { note = 38, cue = "a" }, { note = 40, verb = "panic" },
    { controller = 7, parameter = "kiosk/gain", from = -60, to = 0 },
    { controller = 7, channel = 2, parameter = "show/opacity" },
    { controller = 41, verb = "back" }, { program = 3, list = "soir" }, { program = 4, verb = "resume" },
  },
}
