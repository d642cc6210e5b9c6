-- As fast as it can: no waiting for the display.
function love.conf(t)
  t.window.width = 1920
  t.window.height = 1080
  t.window.borderless = true
  t.window.vsync = 0
  t.modules.joystick = false
  t.modules.physics = false
end
