// How a body in 3D is seen. It stands in a sphere around the middle of its box, of radius 1:
// through its farthest corner. x to the right, y up, z to the eye. Turned by `turn` about y, then
// by `tilt` about x, it is seen from z = distance through a pinhole, so that with zoom 1 the sphere
// touches the shorter side of its rectangle: px from the middle = zoom * side / 2 / tan(15 degrees)
// * x / (distance - z), distance = 1 / sin(15 degrees).
//
// Light is linear; what comes back from a surface of colour c and normal n (towards the eye's side)
// is c * (key * max(n . k, 0) + fill * max(n . f, 0) + room), room between below and above by
// 0.5 + 0.5 n.y (Lambert, 1760, without the 1 / pi). The lamps stand before the eye, not the body:
//   k (-0.557086, 0.631364, 0.539520), key   (1.02, 0.90, 0.74), warm
//   f (0.967988, 0.080666, -0.237670), fill  (0.303, 0.403, 0.477), cool
//   above (0.072, 0.074, 0.080), below (0.034, 0.031, 0.028)
#pragma once

#define VIEW_HALF_ANGLE 0.26179938779914944 // radians: 15 degrees
#define VIEW_ZOOM_LEAST 0.1
#define VIEW_ZOOM_MOST 10.0

struct draw_view {
    float turn, tilt; // radians: the near side goes to the right; down
    float zoom;       // VIEW_ZOOM_LEAST to VIEW_ZOOM_MOST
};
