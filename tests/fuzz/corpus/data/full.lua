local t = { a = {}, [("k"):rep(100000)] = 1 } for i = 1, 7887 do t.a[i] = ("x"):rep(1000)..i end return t
