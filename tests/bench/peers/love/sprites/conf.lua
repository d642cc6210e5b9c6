-- As fast as it can: no waiting for the display, nothing that a sprite does not need.
function love.conf(t)
  t.window.width = 1280
  t.window.height = 720
  t.window.vsync = 0
  t.modules.joystick = false
  t.modules.physics = false
end
