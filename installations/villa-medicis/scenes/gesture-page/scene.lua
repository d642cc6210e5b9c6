-- The program's gesture page; here what a body works on is drawn around it, and each gesture is seen
-- from its best side.
local page = require "gesture_page"

page.staging = require "staging"

return page
