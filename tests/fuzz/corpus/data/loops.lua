local t, s = {}, ("ab"):rep(10)
for i = 1, 30 do t[i] = { name = s .. i, [s .. i] = i / 3 } end
function t.f() return t end
t.f = nil
goto done
::done::
return t
